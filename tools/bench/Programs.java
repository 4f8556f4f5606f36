package bench;

import client.Refused;
import java.nio.file.Files;
import java.nio.file.Path;

/** The engines that both sides run, as {@code ./slipway} found or built them. */
record Programs(Path buildkitd, Path buildctl, Path registry, Path runc) {

    static Programs fromEnvironment() {
        return new Programs(
                program("SLIPWAY_BUILDKITD"),
                program("SLIPWAY_BUILDCTL"),
                program("SLIPWAY_REGISTRY"),
                program("SLIPWAY_RUNC"));
    }

    private static Path program(String variable) {
        String path = System.getenv(variable);
        if (path == null || !Files.isExecutable(Path.of(path))) {
            throw new Refused(variable + " does not name a program: run ./slipway bench, which sets it.");
        }
        return Path.of(path);
    }
}
