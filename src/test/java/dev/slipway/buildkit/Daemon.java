package dev.slipway.buildkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real buildkitd for one test class, with a state folder and a socket of its own. */
public final class Daemon implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(10);

    private final Path home;
    private final Process process;
    private final List<ProcessHandle> orphans = new ArrayList<>();

    private Daemon(Path home, Process process) {
        this.home = home;
        this.process = process;
    }

    public static Daemon start() throws IOException, InterruptedException {
        return start("", "");
    }

    /** One that also listens on a port, for clients whose certificates are from the same authority. */
    static Daemon startWithPort(int port, TestCertificates certificates) throws IOException, InterruptedException {
        return start(", \"tcp://127.0.0.1:%d\"".formatted(port), """
                [grpc.tls]
                  cert = "%s"
                  key = "%s"
                  ca = "%s"
                """.formatted(
                        certificates.certificate("daemon"), certificates.key("daemon"), certificates.authority()));
    }

    private static Daemon start(String addresses, String tls) throws IOException, InterruptedException {
        // A socket's path has 108 bytes at most, so the folder is not the build's.
        Path home = Files.createTempDirectory("bkd");
        Files.writeString(home.resolve("buildkitd.toml"), config(home, addresses, tls));
        ProcessBuilder program = new ProcessBuilder(
                        tool("buildkit", "buildkitd").toString(),
                        "--config",
                        home.resolve("buildkitd.toml").toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile());
        // As Slipway starts its daemons: the output of a step is not clipped.
        program.environment().putAll(Map.of("BUILDKIT_STEP_LOG_MAX_SIZE", "-1", "BUILDKIT_STEP_LOG_MAX_SPEED", "-1"));
        Process process = program.start();
        Daemon daemon = new Daemon(home, process);
        daemon.awaitReady();
        return daemon;
    }

    public BuildkitAddress address() {
        return BuildkitAddress.unix(socket());
    }

    public Path socket() {
        return home.resolve("sock");
    }

    /** Ends the daemon as a crash would. The processes of its steps live on until the test's end. */
    public void kill() throws InterruptedException {
        List<ProcessHandle> steps = process.descendants().toList();
        process.destroyForcibly().waitFor();
        orphans.addAll(steps);
    }

    /** The newest program of this name that {@code ./slipway} has made, or one on the PATH. */
    public static Path tool(String tool, String program) throws IOException {
        Path versions = Path.of(System.getProperty("user.home"), ".slipway", "tools", tool);
        if (Files.isDirectory(versions)) {
            try (Stream<Path> found = Files.list(versions)) {
                Optional<Path> newest = found.map(version -> version.resolve(program))
                        .filter(Files::isExecutable)
                        .max(Comparator.naturalOrder());
                if (newest.isPresent()) {
                    return newest.get();
                }
            }
        }
        return Stream.of(System.getenv("PATH").split(":", -1))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        program + " is missing; './slipway test' builds it, or put it on the PATH"));
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            orphans.forEach(ProcessHandle::destroyForcibly);
            unmount();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        delete(home);
    }

    /** What a killed daemon leaves mounted, the deepest first. */
    private void unmount() throws IOException, InterruptedException {
        List<String> mounts = Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .map(line -> line.split(" ", -1)[1])
                .filter(mount -> mount.startsWith(home.toString()))
                .toList()
                .reversed();
        for (String mount : mounts) {
            new ProcessBuilder("umount", "-l", mount).start().waitFor();
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        try (BuildkitClient client = BuildkitClient.connect(address())) {
            long start = System.nanoTime();
            while (true) {
                try {
                    client.workers();
                    return;
                } catch (RuntimeException e) {
                    if (!process.isAlive() || System.nanoTime() - start > START.toNanos()) {
                        throw new IllegalStateException(
                                "buildkitd did not start:\n" + Files.readString(home.resolve("log")), e);
                    }
                    Thread.sleep(100);
                }
            }
        }
    }

    private static String config(Path home, String addresses, String tls) throws IOException {
        return """
                root = "%1$s/root"
                [grpc]
                  address = ["unix://%1$s/sock"%3$s]
                %4$s
                [otel]
                  socketPath = "%1$s/otel"
                [worker.containerd]
                  enabled = false
                [worker.oci]
                  enabled = true
                  snapshotter = "auto"
                  networkMode = "host"
                  binary = "%2$s"
                """.formatted(home, tool("runc", "runc"), addresses, tls);
    }

    private static void delete(Path home) throws IOException {
        List<String> leftovers;
        try (Stream<Path> files = Files.walk(home)) {
            leftovers =
                    files.sorted(Comparator.reverseOrder()).map(Path::toString).toList();
        }
        for (String file : leftovers) {
            try {
                Files.deleteIfExists(Path.of(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
