package dev.slipway.buildkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2HeadersDecoder;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A connection between a client and a daemon. It passes HTTP/2 on frame by frame, and can lose what belongs to sessions. What
 * begins as HTTP/1.1, as with a Docker Engine, is passed on as it is; it is a session as a whole or none.
 */
final class Http2Line {

    private static final int PREFACE_BYTES = 24;
    private static final int HEAD_BYTES = 9;
    private static final int TYPE_AT = 3;
    private static final int STREAM_AT = 5;
    private static final int HEADERS = 1;
    private static final byte RST_STREAM = 3;
    private static final int CANCEL = 8;
    private static final int BUFFER_BYTES = 64 << 10;
    private static final String PREFACE = "PRI ";
    private static final String SESSION = "/moby.buildkit.v1.Control/Session";
    private static final String SESSION_APART = "POST /session ";
    private static final String ANSWER = "HTTP/1.1 ";

    private final SocketChannel client;
    private final SocketChannel daemon;
    private final Http2HeadersDecoder requests = new DefaultHttp2HeadersDecoder();
    private final Set<Integer> sessions = ConcurrentHashMap.newKeySet();
    private volatile boolean isSession;
    private volatile boolean withoutSessions;

    Http2Line(SocketChannel client, SocketChannel daemon) {
        this.client = client;
        this.daemon = daemon;
    }

    /** What the client sends. */
    void passRequests() throws IOException {
        ByteBuffer start = read(client, PREFACE_BYTES);
        String words = StandardCharsets.US_ASCII.decode(start.duplicate()).toString();
        isSession = words.startsWith(SESSION_APART);
        write(daemon, start);
        if (words.startsWith(PREFACE)) {
            pass(client, daemon, true);
        } else {
            passAll(client, daemon);
        }
    }

    /** What the daemon sends. */
    void passAnswers() throws IOException {
        ByteBuffer start = read(daemon, HEAD_BYTES);
        if (StandardCharsets.US_ASCII.decode(start.duplicate()).toString().equals(ANSWER)) {
            write(client, start);
            passAll(daemon, client);
        } else {
            passFrame(daemon, client, start, false);
            pass(daemon, client, false);
        }
    }

    boolean hasSession() {
        return isSession || !sessions.isEmpty();
    }

    /** From now on nothing of a session arrives anywhere, and nobody is told. */
    void dropSessions() {
        withoutSessions = true;
    }

    /** Ends the sessions, and nothing else, for both sides. */
    void cutSessions() throws IOException {
        dropSessions();
        if (isSession) {
            close();
        }
        for (int stream : sessions) {
            ByteBuffer reset = ByteBuffer.allocate(HEAD_BYTES + Integer.BYTES)
                    .put(new byte[] {0, 0, Integer.BYTES, RST_STREAM, 0})
                    .putInt(stream)
                    .putInt(CANCEL)
                    .flip();
            write(daemon, reset.duplicate());
            write(client, reset);
        }
    }

    /** The client has hung up, or the daemon does not listen; what it has answered is still to be passed on. */
    void endRequests() throws IOException {
        daemon.shutdownOutput();
    }

    void close() throws IOException {
        client.close();
        daemon.close();
    }

    private void pass(SocketChannel from, SocketChannel to, boolean isRequest) throws IOException {
        while (true) {
            passFrame(from, to, read(from, HEAD_BYTES), isRequest);
        }
    }

    private void passFrame(SocketChannel from, SocketChannel to, ByteBuffer head, boolean isRequest)
            throws IOException {
        int length = head.getInt(0) >>> Byte.SIZE;
        int stream = head.getInt(STREAM_AT);
        ByteBuffer payload = read(from, length);
        if (isRequest && head.get(TYPE_AT) == HEADERS) {
            look(stream, Unpooled.wrappedBuffer(payload.duplicate()));
        }
        if (!withoutSessions || !sessions.contains(stream)) {
            write(
                    to,
                    ByteBuffer.allocate(HEAD_BYTES + length)
                            .put(head)
                            .put(payload)
                            .flip());
        }
    }

    private void passAll(SocketChannel from, SocketChannel to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        while (from.read(buffer) >= 0) {
            buffer.flip();
            if (!withoutSessions || !isSession) {
                write(to, buffer);
            }
            buffer.clear();
        }
        throw new EOFException();
    }

    private void look(int stream, ByteBuf headers) throws IOException {
        try {
            if (SESSION.contentEquals(requests.decodeHeaders(stream, headers).path())) {
                sessions.add(stream);
            }
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
    }

    private static ByteBuffer read(SocketChannel from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (from.read(bytes) < 0) {
                throw new EOFException();
            }
        }
        return bytes.flip();
    }

    private static void write(SocketChannel to, ByteBuffer bytes) throws IOException {
        synchronized (to) {
            while (bytes.hasRemaining()) {
                to.write(bytes);
            }
        }
    }
}
