package dev.slipway.elsewhere;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A TCP line to a server: as slow as it is told to be, and broken where it is told to break. It counts what goes up. */
public final class BadLine implements AutoCloseable {

    private static final int PIECE = 16 << 10;
    private static final int BUFFER = 128 << 10;

    private final ServerSocket door;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Deque<Long> breaks = new ArrayDeque<>();
    private long up;
    private volatile long bytesPerSecond = Long.MAX_VALUE;

    public BadLine(int target) {
        this.target = target;
        try {
            this.door = new ServerSocket();
            // What waits in buffers when a line breaks is lost, and a test counts it.
            door.setReceiveBufferSize(BUFFER);
            door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::listen);
    }

    /** As it stands in an image's name. */
    public String host() {
        return "127.0.0.1:" + door.getLocalPort();
    }

    /** Bytes of the client that reached the server. */
    public synchronized long up() {
        return up;
    }

    public BadLine slow(long newBytesPerSecond) {
        bytesPerSecond = newBytesPerSecond;
        return this;
    }

    /** Every connection breaks when so many bytes have gone up, once for each number. */
    public synchronized BadLine breaksAfter(long... bytes) {
        for (long each : bytes) {
            breaks.add(up + each);
        }
        return this;
    }

    /** Connections that are open now. */
    public int connections() {
        return open.size() / 2;
    }

    @Override
    public void close() {
        hangUp(door);
        open.forEach(BadLine::hangUp);
    }

    private void listen() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Socket server = new Socket();
                server.setSendBufferSize(BUFFER);
                server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
                open.add(client);
                open.add(server);
                Thread.ofVirtual().start(() -> pump(client, server, true));
                Thread.ofVirtual().start(() -> pump(server, client, false));
            } catch (IOException e) {
                if (door.isClosed()) {
                    return;
                }
                // Whoever called hears that nobody answers.
            }
        }
    }

    private void pump(Socket from, Socket to, boolean upwards) {
        byte[] piece = new byte[PIECE];
        try {
            int count = from.getInputStream().read(piece);
            while (count >= 0) {
                if (upwards && isBroken(count)) {
                    open.forEach(BadLine::hangUp);
                    return;
                }
                to.getOutputStream().write(piece, 0, count);
                if (upwards && bytesPerSecond < Long.MAX_VALUE) {
                    TimeUnit.NANOSECONDS.sleep(count * 1_000_000_000L / bytesPerSecond);
                }
                count = from.getInputStream().read(piece);
            }
        } catch (IOException e) {
            // The other end hung up.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            hangUp(from);
            hangUp(to);
            open.remove(from);
            open.remove(to);
        }
    }

    private synchronized boolean isBroken(int count) {
        if (!breaks.isEmpty() && up + count > breaks.peek()) {
            breaks.poll();
            return true;
        }
        up += count;
        return false;
    }

    private static void hangUp(AutoCloseable end) {
        try {
            end.close();
        } catch (Exception e) {
            // It is closed already.
            return;
        }
    }
}
