package dev.slipway.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The side of a table that makes it a queue: columns {@code id}, {@code status} (of which {@code queued} and {@code running} count
 * here), {@code epoch}, {@code lease_until} and {@code cancel_asked}. SQL that H2 and PostgreSQL read alike; times are the
 * database's own. Whoever calls holds the transaction.
 */
public final class QueueTable {

    private final JdbcClient jdbc;
    private final String table;

    /** @param table a name of ours, which is part of the SQL */
    public QueueTable(JdbcClient jdbc, String table) {
        this.jdbc = jdbc;
        this.table = table;
    }

    /** Locks the first candidate that is still queued; one that another worker is about to take is passed over. */
    public Optional<UUID> lockFirst(List<UUID> candidates) {
        for (UUID candidate : candidates) {
            Optional<UUID> locked = jdbc.sql(
                            "select id from %s where id = ? and status = 'queued' for update skip locked"
                                    .formatted(table))
                    .param(candidate)
                    .query(QueueTable::id)
                    .optional();
            if (locked.isPresent()) {
                return locked;
            }
        }
        return Optional.empty();
    }

    /** Prolongs the lease; false when the job is not this worker's any more. */
    public boolean renew(UUID id, int epoch, Duration lease) {
        return jdbc.sql("""
                                update %s set lease_until = current_timestamp + interval '%d' second
                                 where id = ? and epoch = ? and status = 'running'
                                """.formatted(table, lease.toSeconds()))
                        .params(id, epoch)
                        .update()
                == 1;
    }

    /** False when it does not run. */
    public boolean askToCancel(UUID id) {
        return jdbc.sql("update %s set cancel_asked = true where id = ? and status = 'running'".formatted(table))
                        .param(id)
                        .update()
                == 1;
    }

    /** Also true when the row is gone. */
    public boolean isCancelAsked(UUID id) {
        return jdbc.sql("select cancel_asked from %s where id = ?".formatted(table))
                .param(id)
                .query(Boolean.class)
                .optional()
                .orElse(true);
    }

    /** Maps a row by its {@code id}. */
    public static UUID id(ResultSet row, int line) throws SQLException {
        return row.getObject("id", UUID.class);
    }
}
