package dev.slipway.image;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds CNCF Distribution's {@code registry}: the configured one, else the newest that {@code ./slipway} built, else PATH's. */
record RegistryProgram(String configured, Path tools, String searchPath) {

    private static final String NAME = "registry";

    static RegistryProgram of(RegistryProperties properties) {
        return new RegistryProgram(
                properties.program(),
                Path.of(System.getProperty("user.home"), ".slipway", "tools"),
                Optional.ofNullable(System.getenv("PATH")).orElse(""));
    }

    /** @throws IOException when there is none; its message says what to do */
    Path find() throws IOException {
        if (!configured.isBlank()) {
            Path program = Path.of(configured);
            if (!Files.isExecutable(program)) {
                throw new IOException(
                        "slipway.registry.program (SLIPWAY_REGISTRY) names " + configured + ", which is not a program");
            }
            return program;
        }
        return newestBuilt()
                .or(this::onPath)
                .orElseThrow(
                        () -> new IOException(
                                "there is no image store: run ./slipway up once, or set SLIPWAY_REGISTRY to a registry program"));
    }

    private Optional<Path> newestBuilt() {
        Path versions = tools.resolve(NAME);
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> found = Files.list(versions)) {
            return found.filter(version -> Files.isExecutable(version.resolve(NAME)))
                    .max(Comparator.comparingLong(RegistryProgram::version))
                    .map(version -> version.resolve(NAME));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Path> onPath() {
        return Stream.of(searchPath.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, NAME))
                .filter(program -> Files.isRegularFile(program) && Files.isExecutable(program))
                .findFirst();
    }

    /** {@code v3.1.2} as 3 numbers; what is not a number counts as 0. */
    private static long version(Path folder) {
        String[] parts = folder.getFileName().toString().replaceFirst("^v", "").split("[.-]", -1);
        long version = 0;
        for (int i = 0; i < 3; i++) {
            boolean number = i < parts.length && parts[i].matches("[0-9]{1,5}");
            version = version * 100_000 + (number ? Long.parseLong(parts[i]) : 0);
        }
        return version;
    }
}
