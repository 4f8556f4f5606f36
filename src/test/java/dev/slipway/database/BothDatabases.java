package dev.slipway.database;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;

/** Makes a class's two runs, see {@link OnBothDatabases}. */
class BothDatabases implements ClassTemplateInvocationContextProvider {

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<Run> provideClassTemplateInvocationContexts(ExtensionContext context) {
        return Arrays.stream(Database.values()).map(Run::new);
    }

    record Run(Database database) implements ClassTemplateInvocationContext {

        @Override
        public String getDisplayName(int invocationIndex) {
            return database.name();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new InSlice(database));
        }
    }

    /** Fills the test's fields and gives it empty tables. */
    record InSlice(Database database) implements TestInstancePostProcessor, BeforeEachCallback {

        @Override
        public void postProcessTestInstance(Object test, ExtensionContext context) {
            Slice.of(database, test.getClass()).fill(test);
        }

        @Override
        public void beforeEach(ExtensionContext context) {
            Slice.of(database, context.getRequiredTestClass()).emptyTables();
        }
    }
}
