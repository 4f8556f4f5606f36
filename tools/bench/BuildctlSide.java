package bench;

import client.Refused;
import client.Words;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** {@code buildctl} with its defaults, a daemon like Slipway's and a plain registry. */
final class BuildctlSide {

    private static final int LAST_WORDS = 20;

    private final Children children;
    private final Path buildctl;
    private final TwinDaemon daemon;
    private final PlainRegistry registry;
    private final Path folder;

    private BuildctlSide(Children children, Path buildctl, TwinDaemon daemon, PlainRegistry registry, Path folder) {
        this.children = children;
        this.buildctl = buildctl;
        this.daemon = daemon;
        this.registry = registry;
        this.folder = folder;
    }

    /** @param config of Slipway's daemon */
    static BuildctlSide start(Children children, Programs programs, Path folder, String config) throws Exception {
        PlainRegistry registry = PlainRegistry.start(children, programs.registry(), folder);
        registry.takeBaseImages();
        TwinDaemon daemon = TwinDaemon.start(children, programs, folder, config, registry.address());
        return new BuildctlSide(children, programs.buildctl(), daemon, registry, folder);
    }

    /**
     * The command of a build whose image is pushed to the registry.
     *
     * @param context folder with the Dockerfile
     * @param more arguments
     */
    List<String> command(Path context, String image, String... more) {
        List<String> command = unstored(context, more);
        command.addAll(List.of("--local", "context=" + context));
        command.add("--output");
        command.add("type=image,name=%s/bench/%s:latest,push=true".formatted(registry.address(), image));
        return command;
    }

    /** The command of a build whose result stays in the daemon's cache, without a context unless {@code more} has it. */
    List<String> unstored(Path dockerfile, String... more) {
        List<String> command = new ArrayList<>(
                List.of(buildctl.toString(), "--addr", daemon.address(), "build", "--frontend", "dockerfile.v0"));
        command.addAll(List.of("--local", "dockerfile=" + dockerfile));
        command.addAll(List.of(more));
        return command;
    }

    /** Where the daemon listens. */
    String address() {
        return daemon.address();
    }

    /** Host and port of the plain registry. */
    String registryAddress() {
        return registry.address();
    }

    /**
     * From the start of {@code buildctl} to its end.
     *
     * @param lines gets what it prints
     */
    Duration build(List<String> command, Consumer<String> lines) throws IOException, InterruptedException {
        Deque<String> last = new ArrayDeque<>();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // No registry credentials of whoever runs the benchmark.
        builder.environment().put("DOCKER_CONFIG", folder.toString());
        long started = System.nanoTime();
        Process process = children.run(builder);
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.accept(line);
                if (last.size() == LAST_WORDS) {
                    last.remove();
                }
                last.add(line);
            }
        }
        int status = process.waitFor();
        Duration time = Duration.ofNanos(System.nanoTime() - started);
        if (status != 0) {
            throw new Refused("buildctl ended with %d:%n%s%n%s"
                    .formatted(status, String.join(" ", command), Words.printable(String.join(" | ", last))));
        }
        return time;
    }
}
