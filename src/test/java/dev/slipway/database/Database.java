package dev.slipway.database;

import java.util.Map;
import java.util.UUID;

/** Which database a slice runs on. */
enum Database {
    H2 {
        @Override
        Map<String, Object> freshDatabase() {
            return Map.of(
                    "spring.datasource.url",
                    "jdbc:h2:mem:" + UUID.randomUUID()
                            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1",
                    "spring.datasource.username",
                    "slipway",
                    "spring.datasource.password",
                    "");
        }
    },
    POSTGRESQL {
        @Override
        Map<String, Object> freshDatabase() {
            PostgresCluster cluster = PostgresCluster.running();
            return Map.of(
                    "spring.datasource.url",
                    cluster.createDatabase(),
                    "spring.datasource.username",
                    PostgresCluster.USER,
                    "spring.datasource.password",
                    "");
        }
    };

    /** Makes an empty database; answers Spring's properties for it. */
    abstract Map<String, Object> freshDatabase();
}
