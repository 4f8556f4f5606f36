package dev.slipway.buildkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A real buildkitd for one test class, with a state folder and a socket of its own. */
public final class Daemon implements AutoCloseable {

    private final StatefulProcess process;

    private Daemon(StatefulProcess process) {
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
        Path home = StatefulProcess.newHome("bkd");
        Path config = Files.writeString(home.resolve("buildkitd.toml"), config(home, addresses, tls));
        ProcessBuilder program =
                new ProcessBuilder(tool("buildkit", "buildkitd").toString(), "--config", config.toString());
        // As Slipway starts its daemons: the output of a step is not clipped.
        program.environment().putAll(Map.of("BUILDKIT_STEP_LOG_MAX_SIZE", "-1", "BUILDKIT_STEP_LOG_MAX_SPEED", "-1"));
        Daemon daemon = new Daemon(StatefulProcess.start(home, program));
        try (BuildkitClient client = BuildkitClient.connect(daemon.address())) {
            daemon.process.await(client::workers);
        }
        return daemon;
    }

    public BuildkitAddress address() {
        return BuildkitAddress.unix(socket());
    }

    public Path socket() {
        return process.home().resolve("sock");
    }

    /** Ends the daemon as a crash would. The processes of its steps live on until the test's end. */
    public void kill() throws InterruptedException {
        process.kill();
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
        process.close();
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
}
