package dev.slipway.buildkit;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The way to a daemon, which a test can cut. */
final class Relay implements AutoCloseable {

    private final Path folder;
    private final Path daemon;
    private final ServerSocketChannel server;
    private final List<Http2Line> lines = new CopyOnWriteArrayList<>();

    private Relay(Path folder, Path daemon, ServerSocketChannel server) {
        this.folder = folder;
        this.daemon = daemon;
        this.server = server;
    }

    static Relay to(Path daemon) throws IOException {
        Path folder = Files.createTempDirectory("rly");
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        Relay relay = new Relay(folder, daemon, server);
        server.bind(UnixDomainSocketAddress.of(relay.socket()));
        Thread.ofPlatform().daemon().name("relay").start(relay::accept);
        return relay;
    }

    Path socket() {
        return folder.resolve("sock");
    }

    /** Ends every connection as a broken line does. */
    void cut() throws IOException {
        for (Http2Line line : lines) {
            line.close();
        }
        lines.clear();
    }

    boolean hasSession() {
        return lines.stream().anyMatch(Http2Line::hasSession);
    }

    /** Ends the sessions alone; calls go on. */
    void cutSessions() throws IOException {
        for (Http2Line line : lines) {
            line.cutSessions();
        }
    }

    /** Loses from now on what belongs to sessions; calls go on. */
    void dropSessions() {
        lines.forEach(Http2Line::dropSessions);
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
        Files.deleteIfExists(socket());
        Files.delete(folder);
    }

    private void accept() {
        try {
            while (true) {
                Http2Line line = new Http2Line(server.accept(), SocketChannel.open(UnixDomainSocketAddress.of(daemon)));
                lines.add(line);
                start(line::passRequests, line::endRequests);
                start(line::passAnswers, line::close);
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private static void start(Pass pass, Pass end) {
        Thread.ofPlatform().daemon().name("relay-line").start(() -> {
            try {
                pass.run();
            } catch (IOException e) {
                endQuietly(end);
            }
        });
    }

    private static void endQuietly(Pass end) {
        try {
            end.run();
        } catch (IOException e) {
            // It has ended already.
        }
    }

    /** One direction of a line. */
    @FunctionalInterface
    private interface Pass {
        void run() throws IOException;
    }
}
