package dev.slipway.buildkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real Docker Engine for one test class, with folders and a socket of its own and without a network. */
final class DockerEngine implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(20);

    private final Path home;
    private final Process process;

    private DockerEngine(Path home, Process process) {
        this.home = home;
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
        // A socket's path has 108 bytes at most, so the folder is not the build's.
        Path home = Files.createTempDirectory("dke");
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
                        "--bridge=none")
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile());
        program.environment().merge("PATH", ":/usr/local/sbin:/usr/sbin:/sbin", String::concat);
        DockerEngine engine = new DockerEngine(home, program.start());
        engine.awaitReady();
        return engine;
    }

    Path socket() {
        return home.resolve("sock");
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

    /** Ends the engine as a crash would, with all that it started. */
    void kill() throws InterruptedException {
        List<ProcessHandle> others = process.descendants().toList();
        process.destroyForcibly().waitFor();
        others.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() throws IOException {
        List<ProcessHandle> others = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            others.forEach(ProcessHandle::destroyForcibly);
            unmount();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        delete();
    }

    private static Optional<Path> program() {
        return Stream.of((System.getenv("PATH") + ":/usr/sbin").split(":", -1))
                .map(folder -> Path.of(folder, "dockerd"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private void awaitReady() throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (true) {
            try {
                if (get("/_ping").startsWith("HTTP/1.1 200")) {
                    return;
                }
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() - start > START.toNanos()) {
                    throw new IllegalStateException(
                            "dockerd did not start:\n" + Files.readString(home.resolve("log")), e);
                }
            }
            Thread.sleep(100);
        }
    }

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

    private void delete() throws IOException {
        List<Path> leftovers;
        try (Stream<Path> files = Files.walk(home)) {
            leftovers = files.sorted(Comparator.reverseOrder()).toList();
        }
        leftovers.forEach(file -> {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
