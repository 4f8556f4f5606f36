package dev.slipway.buildkit;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A line to a daemon that a test can cut. */
final class Relay implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 << 10;

    private final Path folder;
    private final Path daemon;
    private final ServerSocketChannel server;
    private final List<SocketChannel> lines = new CopyOnWriteArrayList<>();

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
        for (SocketChannel line : lines) {
            line.close();
        }
        lines.clear();
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
                SocketChannel client = server.accept();
                SocketChannel target = SocketChannel.open(UnixDomainSocketAddress.of(daemon));
                lines.add(client);
                lines.add(target);
                pump(client, target);
                pump(target, client);
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private static void pump(SocketChannel from, SocketChannel to) {
        Thread.ofPlatform().daemon().name("relay-line").start(() -> {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
            try (from;
                    to) {
                while (from.read(buffer) >= 0) {
                    buffer.flip();
                    while (buffer.hasRemaining()) {
                        to.write(buffer);
                    }
                    buffer.clear();
                }
            } catch (IOException e) {
                // It was cut.
            }
        });
    }
}
