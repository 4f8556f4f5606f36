package dev.slipway.database;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs every test of the class twice: on H2 as Slipway uses it, and on a real PostgreSQL that the first such class starts
 * (one cluster per JVM, from the installed binaries). All migrations have run, Hibernate has checked its mapping, and before
 * each test all tables are emptied (the {@code library} workspace stays).
 *
 * <pre>{@code
 * @OnBothDatabases
 * class AccountsTest {
 *     @Autowired Accounts accounts;
 *
 *     @Test
 *     void aNameIsGivenOnce() { … }
 * }
 * }</pre>
 *
 * <p>The context has the data side of Spring Boot (data source, Hibernate, repositories, transactions, Flyway), Jackson, and
 * the components of the test's own feature and the floors below it; no web. It is kept for the next class that asks for the
 * same. {@code SLIPWAY_HOME} is a temporary folder. Transactions commit as they do in production: a test starts none.
 * {@code Fixtures} makes users and workspaces.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ClassTemplate
@ExtendWith(BothDatabases.class)
public @interface OnBothDatabases {

    /** Packages below {@code dev.slipway} whose components the context has; by default the test's feature and those below. */
    String[] rooms() default {};

    /** More classes for the context: a clock whose hands the test turns, a port's hand-written stand-in. */
    Class<?>[] with() default {};

    /** {@code name=value} for the context's environment. */
    String[] properties() default {};
}
