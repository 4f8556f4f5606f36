package dev.slipway.home;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Looks at the state folder before anything else does, whose words about it would be harder to understand. */
public final class HomeCheck implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        check(new Home(Path.of(context.getEnvironment().getRequiredProperty("slipway.home"))).home());
    }

    /** @throws UnwritableHomeException when no file can be made in it */
    static void check(Path home) {
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new UnwritableHomeException(home, "it is not there, and can't be made");
        }
        try {
            // Asking for rights is not enough: a read-only mount has them, too.
            Files.delete(Files.createTempFile(home, ".start", ""));
        } catch (AccessDeniedException e) {
            throw new UnwritableHomeException(
                    home, "it belongs to " + owner(home) + ", and Slipway runs as " + System.getProperty("user.name"));
        } catch (IOException e) {
            throw new UnwritableHomeException(home, "no file can be made in it (" + reason(e) + ")");
        }
    }

    private static String owner(Path home) {
        try {
            return Files.getOwner(home).getName();
        } catch (IOException e) {
            return "somebody else";
        }
    }

    /** As the system says it, for instance "Read-only file system" or "No space left on device". */
    private static String reason(IOException failure) {
        return failure instanceof FileSystemException told && told.getReason() != null
                ? told.getReason()
                : failure.getClass().getSimpleName();
    }
}
