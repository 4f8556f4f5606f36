package dev.slipway.registry.wire;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 over connections that are kept for a while and that {@link #close} ends at once, whatever they do. Thread-safe. It
 * follows no redirect and keeps no cookie. See docs/decisions/0031-speaking-to-foreign-registries.md.
 */
public final class Wire implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration KEEP = Duration.ofSeconds(15);

    /** A connection that was used just now is open still; asking costs a millisecond. */
    private static final Duration TRUSTED = Duration.ofMillis(250);

    private final Dialer dialer;
    private final SSLSocketFactory tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
    private final Map<Origin, Deque<WireConnection>> idle = new ConcurrentHashMap<>();
    private final Set<WireConnection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public Wire(Dialer dialer) {
        this.dialer = dialer;
    }

    /**
     * Sends a request and reads the answer's head; the caller closes the answer.
     *
     * @param patience for the head, once the request is sent, and for each silence in the body
     */
    public WireAnswer send(WireRequest request, Duration patience) throws IOException {
        Origin origin = Origin.of(request.address());
        if (!origin.tls() && !dialer.speaksPlainHttp(origin.host(), origin.port())) {
            throw new IOException("without TLS only hosts are spoken to that an administrator names");
        }
        WireConnection connection = idle(origin).orElse(null);
        return (connection == null ? connect(origin) : connection).exchange(request, patience);
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(WireConnection::close);
    }

    private Optional<WireConnection> idle(Origin origin) {
        while (true) {
            WireConnection candidate = take(origin);
            if (candidate == null) {
                return Optional.empty();
            }
            long unused = System.nanoTime() - candidate.idleSince();
            if (unused <= TRUSTED.toNanos() || (unused <= KEEP.toNanos() && !candidate.isStale())) {
                return Optional.of(candidate);
            }
            candidate.close();
        }
    }

    private @Nullable WireConnection take(Origin origin) {
        Deque<WireConnection> waiting = idle.computeIfAbsent(origin, key -> new ArrayDeque<>());
        synchronized (waiting) {
            return waiting.pollLast();
        }
    }

    private void free(WireConnection connection) {
        Deque<WireConnection> waiting = idle.computeIfAbsent(connection.origin(), key -> new ArrayDeque<>());
        synchronized (waiting) {
            waiting.addLast(connection);
        }
    }

    private WireConnection connect(Origin origin) throws IOException {
        Socket socket = dialer.connect(origin.host(), origin.port(), CONNECT);
        try {
            WireConnection connection = new WireConnection(
                    origin, origin.tls() ? secured(socket, origin) : socket, this::free, open::remove);
            open.add(connection);
            if (closed) {
                throw new InterruptedIOException("the client was closed");
            }
            return connection;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private Socket secured(Socket socket, Origin origin) throws IOException {
        String host = origin.host();
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        SSLSocket secured = (SSLSocket) tls.createSocket(socket, name, origin.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.setSoTimeout((int) CONNECT.toMillis());
        secured.startHandshake();
        return secured;
    }
}
