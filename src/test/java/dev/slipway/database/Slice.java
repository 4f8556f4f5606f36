package dev.slipway.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A context of some features on one database, kept as long as the JVM runs. */
record Slice(Database database, ConfigurableApplicationContext context, JdbcClient jdbc, List<String> tables) {

    /** From the ground up: a feature sees those before it. */
    private static final List<String> FEATURES = List.of(
            "seal",
            "outbound",
            "audit",
            "account",
            "workspace",
            "credential",
            "project",
            "build",
            "image",
            "push",
            "share");

    private static final Map<Wish, Slice> KEPT = new ConcurrentHashMap<>();

    static Slice of(Database database, Class<?> test) {
        OnBothDatabases asked = Objects.requireNonNull(test.getAnnotation(OnBothDatabases.class));
        List<String> rooms = asked.rooms().length > 0 ? List.of(asked.rooms()) : upTo(test.getPackageName());
        Wish wish = new Wish(database, rooms, List.of(asked.with()), List.of(asked.properties()));
        return KEPT.computeIfAbsent(wish, Slice::start);
    }

    void fill(Object test) {
        context.getAutowireCapableBeanFactory().autowireBean(test);
    }

    void emptyTables() {
        switch (database) {
            case POSTGRESQL -> run("truncate " + String.join(", ", tables) + " cascade");
            case H2 -> {
                String truncates = tables.stream()
                        .map(table -> "truncate table " + table + ";")
                        .collect(Collectors.joining());
                run("set referential_integrity false;" + truncates + "set referential_integrity true");
            }
        }
        run("delete from workspace where name <> 'library'");
    }

    private void run(String sql) {
        jdbc.sql(sql).update();
    }

    private static List<String> upTo(String testPackage) {
        String feature = testPackage.substring("dev.slipway.".length()).split("\\.", -1)[0];
        int floor = FEATURES.indexOf(feature);
        if (floor < 0) {
            throw new IllegalArgumentException("Name the rooms of a test that is not in a feature: " + testPackage);
        }
        return FEATURES.subList(0, floor + 1);
    }

    private static Slice start(Wish wish) {
        Map<String, Object> properties = new HashMap<>(wish.database().freshDatabase());
        properties.put("slipway.home", temporaryHome().toString());
        properties.put("spring.datasource.hikari.maximum-pool-size", 8);
        // Nobody but the test puts anything into the store.
        properties.put("slipway.registry.base-images", "");
        for (String property : wish.properties()) {
            String[] nameAndValue = property.split("=", 2);
            properties.put(nameAndValue[0], nameAndValue[1]);
        }
        String[] packages =
                wish.rooms().stream().map(room -> "dev.slipway." + room).toArray(String[]::new);
        ApplicationContextInitializer<ConfigurableApplicationContext> rooms =
                context -> new ClassPathBeanDefinitionScanner((BeanDefinitionRegistry) context).scan(packages);
        ConfigurableApplicationContext context = new SpringApplicationBuilder()
                .sources(Stream.concat(Stream.of(DataSide.class), wish.with().stream())
                        .toArray(Class[]::new))
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .initializers(rooms)
                .run(properties.entrySet().stream()
                        .map(property -> "--" + property.getKey() + "=" + property.getValue())
                        .toArray(String[]::new));
        JdbcClient jdbc = context.getBean(JdbcClient.class);
        List<String> tables = jdbc.sql("""
                        select table_name from information_schema.tables
                        where table_schema = 'public' and table_type = 'BASE TABLE'
                        and table_name not in ('flyway_schema_history', 'workspace')""")
                .query((row, number) -> Objects.requireNonNull(row.getString(1)))
                .list();
        return new Slice(wish.database(), context, jdbc, List.copyOf(tables));
    }

    private static Path temporaryHome() {
        try {
            Path home = Files.createTempDirectory("slipway-slice");
            TemporaryFolders.deleteAtExit(home);
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What two classes must have in common to share a context. */
    private record Wish(Database database, List<String> rooms, List<Class<?>> with, List<String> properties) {}

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage(basePackages = "dev.slipway")
    @ConfigurationPropertiesScan("dev.slipway")
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        JdbcClientAutoConfiguration.class,
        FlywayAutoConfiguration.class,
        HibernateJpaAutoConfiguration.class,
        DataJpaRepositoriesAutoConfiguration.class,
        TransactionManagerCustomizationAutoConfiguration.class,
        TransactionAutoConfiguration.class,
        JacksonAutoConfiguration.class,
    })
    static class DataSide {}
}
