package dev.slipway.build.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds the programs of the build engine: as configured, else the newest of the tools folder, else from PATH. */
@Component
class EnginePrograms {

    private static final List<Path> CNI_FOLDERS =
            List.of(Path.of("/opt/cni/bin"), Path.of("/usr/lib/cni"), Path.of("/usr/libexec/cni"));
    private static final List<String> CNI_PLUGINS = List.of("bridge", "host-local", "loopback", "firewall");

    private final EngineProperties properties;

    EnginePrograms(EngineProperties properties) {
        this.properties = properties;
    }

    Optional<Path> buildkitd() {
        return find(properties.buildkitd(), "buildkit", "buildkitd");
    }

    Optional<Path> runc() {
        return find(properties.runc(), "runc", "runc");
    }

    Optional<Path> rootlesskit() {
        return find(properties.rootlesskit(), "rootlesskit", "rootlesskit");
    }

    /** The folder with all plugins that the bridge needs. */
    Optional<Path> cniPlugins() {
        @Nullable Path configured = properties.cniBin();
        return (configured == null ? CNI_FOLDERS : List.of(configured))
                .stream()
                        .filter(folder -> CNI_PLUGINS.stream().allMatch(plugin -> has(folder, plugin)))
                        .findFirst();
    }

    /** By its own name, or by the one that BuildKit looks for first. */
    private static boolean has(Path folder, String plugin) {
        return Files.isExecutable(folder.resolve(plugin))
                || Files.isExecutable(folder.resolve("buildkit-cni-" + plugin));
    }

    /** The daemon's PATH: its plugins first, and the system's folders, which an ordinary user's may lack. */
    String path() {
        String own = cniPlugins().map(folder -> folder + ":").orElse("");
        return own + Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin") + ":/usr/sbin:/sbin";
    }

    Optional<Path> onPath(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/sbin:/usr/bin:/sbin:/bin");
        return Arrays.stream((path + ":/usr/sbin:/sbin").split(":", -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private Optional<Path> find(@Nullable Path configured, String tool, String program) {
        if (configured != null) {
            return Files.isExecutable(configured) ? Optional.of(configured.toAbsolutePath()) : Optional.empty();
        }
        return newest(Path.of(System.getProperty("user.home"), ".slipway", "tools", tool), program)
                .or(() -> onPath(program));
    }

    private static Optional<Path> newest(Path versions, String program) {
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.list(versions)) {
            return folders.filter(folder -> Files.isExecutable(folder.resolve(program)))
                    .max(Comparator.comparing(folder -> folder.getFileName().toString(), EnginePrograms::version))
                    .map(folder -> folder.resolve(program));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compares v0.9.1 and v0.33.1 by their numbers. */
    static int version(String left, String right) {
        return Arrays.compare(numbers(left), numbers(right));
    }

    private static long[] numbers(String version) {
        return Arrays.stream(version.split("[^0-9]+", -1))
                .filter(part -> !part.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
    }
}
