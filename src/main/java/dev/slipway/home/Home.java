package dev.slipway.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Slipway's state folder ({@code SLIPWAY_HOME}, {@code ~/.slipway} by default). A room in it belongs to one feature and is
 * readable by Slipway's own user only.
 */
@ConfigurationProperties("slipway")
public record Home(Path home) {

    public Home {
        home = home.toAbsolutePath().normalize();
    }

    /** The folder {@code name} of this home, made when it is not there. */
    public Path room(String name) {
        Path room = home.resolve(name);
        try {
            return Files.createDirectories(
                    room, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UncheckedIOException("Slipway can't make its folder " + room, e);
        }
    }
}
