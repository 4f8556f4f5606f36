package dev.slipway.registry.wire;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection, used by one request at a time. */
final class WireConnection {

    private static final int BUFFER = 256 << 10;
    private static final int IN_BUFFER = 64 << 10;

    private static final byte[] CHUNK_END = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** A server that takes no byte for so long has gone. */
    private static final Duration STALL = Duration.ofSeconds(60);

    private static final int LAST_WORDS_MILLIS = 2_000;

    /** A socket's writing knows no timeout, so somebody looks after it. */
    private static final ScheduledExecutorService WATCH = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("registry-wire-watch").factory());

    private final Origin origin;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final Consumer<WireConnection> whenFree;
    private final Consumer<WireConnection> whenClosed;
    private volatile long lastProgress = System.nanoTime();

    /** Whether it waits for the server, not for whoever has the content. */
    private volatile boolean writing;

    WireConnection(Origin origin, Socket socket, Consumer<WireConnection> whenFree, Consumer<WireConnection> whenClosed)
            throws IOException {
        this.origin = origin;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), IN_BUFFER);
        this.out = socket.getOutputStream();
        this.whenFree = whenFree;
        this.whenClosed = whenClosed;
    }

    Origin origin() {
        return origin;
    }

    /** Since when nobody uses it, as {@link System#nanoTime}. */
    long idleSince() {
        return lastProgress;
    }

    WireAnswer exchange(WireRequest request, Duration patience) throws IOException {
        try {
            out.write(head(request));
            if (request.hasBody() && !send(request)) {
                return answer(request, false);
            }
            socket.setSoTimeout((int) patience.toMillis());
            return answer(request, true);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Whether the server has hung up while nobody used it. */
    boolean isStale() {
        try {
            socket.setSoTimeout(1);
            in.mark(1);
            // Whatever it has to say unasked, it is nothing good.
            return in.read() >= -1;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    void giveBack() {
        lastProgress = System.nanoTime();
        whenFree.accept(this);
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no more use, closed or not.
            return;
        } finally {
            whenClosed.accept(this);
        }
    }

    /** False when the server answered before it had everything: the rest need not be sent. */
    private boolean send(WireRequest request) throws IOException {
        byte[] buffer = new byte[request.isChunked() ? BUFFER : (int) Math.min(BUFFER, request.length())];
        ScheduledFuture<?> watched = WATCH.scheduleAtFixedRate(this::closeWhenStalled, 5, 5, TimeUnit.SECONDS);
        try {
            return request.isChunked() ? sendChunks(request, buffer) : sendAll(request, buffer);
        } finally {
            watched.cancel(false);
        }
    }

    private boolean sendAll(WireRequest request, byte[] buffer) throws IOException {
        long left = request.length();
        while (left > 0) {
            int count = request.content().read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                throw new IOException("the content is shorter than it was said to be");
            }
            left -= count;
            if (!write(buffer, count, false) || (left > 0 && hasAnswered())) {
                return false;
            }
        }
        return true;
    }

    /** Chunked transfer coding (RFC 9112 7.1). */
    private boolean sendChunks(WireRequest request, byte[] buffer) throws IOException {
        int count = request.content().read(buffer);
        while (count >= 0) {
            if (count > 0 && (!write(buffer, count, true) || hasAnswered())) {
                return false;
            }
            count = request.content().read(buffer);
        }
        out.write(LAST_CHUNK);
        return true;
    }

    /** False when the server hung up and has said why; a server that takes nothing any more is hung up on. */
    private boolean write(byte[] buffer, int count, boolean chunk) throws IOException {
        lastProgress = System.nanoTime();
        writing = true;
        try {
            if (chunk) {
                out.write((Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            out.write(buffer, 0, count);
            if (chunk) {
                out.write(CHUNK_END);
            }
            return true;
        } catch (IOException e) {
            return giveUp(e);
        } finally {
            writing = false;
        }
    }

    private boolean hasAnswered() throws IOException {
        return in.available() > 0 && !giveUp(null);
    }

    /** The server may have said why before it hung up. */
    private boolean giveUp(@Nullable IOException broken) throws IOException {
        socket.setSoTimeout(LAST_WORDS_MILLIS);
        in.mark(1);
        try {
            if (in.read() >= 0) {
                in.reset();
                return false;
            }
        } catch (IOException e) {
            if (broken == null) {
                throw e;
            }
            broken.addSuppressed(e);
        }
        throw broken == null ? new IOException("the server hung up in the middle of a request") : broken;
    }

    private void closeWhenStalled() {
        if (writing && System.nanoTime() - lastProgress > STALL.toNanos()) {
            close();
        }
    }

    private WireAnswer answer(WireRequest request, boolean whole) throws IOException {
        AnswerHead head = AnswerHead.read(in);
        boolean reusable = whole && head.persistent();
        boolean bodiless = request.method().equals("HEAD") || head.status() == 204 || head.status() == 304;
        OptionalLong length = bodiless ? OptionalLong.of(0) : head.length();
        AnswerBody.Framing framing = length.isPresent()
                ? AnswerBody.Framing.LENGTH
                : head.isChunked() ? AnswerBody.Framing.CHUNKED : AnswerBody.Framing.UNTIL_CLOSE;
        return new WireAnswer(
                head.status(), head.headers(), new AnswerBody(this, in, framing, length.orElse(0), reusable));
    }

    private static byte[] head(WireRequest request) throws IOException {
        StringBuilder head = new StringBuilder(512)
                .append(request.method())
                .append(' ')
                .append(request.target())
                .append(" HTTP/1.1\r\n");
        header(head, "Host", Origin.of(request.address()).authority());
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            header(head, header.getKey(), header.getValue());
        }
        if (request.isChunked()) {
            header(head, "Transfer-Encoding", "chunked");
        } else if (request.wantsLength()) {
            header(head, "Content-Length", Long.toString(request.length()));
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void header(StringBuilder head, String name, String value) throws IOException {
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new IOException("the header " + name + " would break the line");
        }
        head.append(name).append(": ").append(value).append("\r\n");
    }
}
