package dev.slipway.buildkit;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A real Docker Engine for one test class, with folders and a socket of its own and without a network. */
final class DockerEngine implements AutoCloseable {

    private final StatefulProcess process;

    private DockerEngine(StatefulProcess process) {
        this.process = process;
    }

    /** Why there can't be one on this machine. */
    static Optional<String> obstacle() {
        if (!System.getProperty("user.name").equals("root")) {
            return Optional.of("a Docker Engine of the test's own needs root");
        }
        return program().isEmpty() ? Optional.of("no dockerd is installed (Debian's docker.io)") : Optional.empty();
    }

    static DockerEngine start() throws IOException, InterruptedException {
        Path home = StatefulProcess.newHome("dke");
        ProcessBuilder program = new ProcessBuilder(
                program().orElseThrow().toString(),
                "--data-root=" + home.resolve("root"),
                "--exec-root=" + home.resolve("exec"),
                "--host=unix://" + home.resolve("sock"),
                "--pidfile=" + home.resolve("pid"),
                "--iptables=false",
                "--ip6tables=false",
                "--ip-forward=false",
                "--ip-masq=false",
                "--bridge=none");
        program.environment().merge("PATH", ":/usr/local/sbin:/usr/sbin:/sbin", String::concat);
        DockerEngine engine = new DockerEngine(StatefulProcess.start(home, program));
        engine.process.await(engine::ping);
        return engine;
    }

    Path socket() {
        return process.home().resolve("sock");
    }

    /** The answer of its API, head and body. */
    String get(String path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket()));
            String request = "GET %s HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n".formatted(path);
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Ends the engine as a crash would. */
    void kill() throws InterruptedException {
        process.kill();
    }

    @Override
    public void close() throws IOException {
        process.close();
    }

    private static Optional<Path> program() {
        return Stream.of((System.getenv("PATH") + ":/usr/sbin").split(":", -1))
                .map(folder -> Path.of(folder, "dockerd"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private void ping() throws IOException {
        String answer = get("/_ping");
        if (!answer.startsWith("HTTP/1.1 200")) {
            throw new IOException("not ready yet: " + answer);
        }
    }
}
