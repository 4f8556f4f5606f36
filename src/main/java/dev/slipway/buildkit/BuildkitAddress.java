package dev.slipway.buildkit;

import dev.slipway.buildkit.transport.Connection;
import dev.slipway.buildkit.transport.MutualTls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where a BuildKit daemon listens. */
public sealed interface BuildkitAddress {

    /** A Unix socket. */
    static BuildkitAddress unix(Path socket) {
        return new Unix(socket);
    }

    /** A TCP port with mutual TLS. */
    static BuildkitAddress tcp(String host, int port, MutualTls tls) {
        return new Tcp(host, port, Optional.of(tls));
    }

    /**
     * {@code unix:///run/buildkit/buildkitd.sock} or {@code tcp://host:port}, the latter without TLS.
     *
     * @throws IllegalArgumentException when {@code text} is neither
     */
    static BuildkitAddress parse(String text) {
        URI uri = URI.create(text);
        if ("unix".equals(uri.getScheme())
                && uri.getPath() != null
                && !uri.getPath().isEmpty()) {
            return new Unix(Path.of(uri.getPath()));
        }
        if ("tcp".equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() > 0) {
            return new Tcp(uri.getHost(), uri.getPort(), Optional.empty());
        }
        throw new IllegalArgumentException(
                "'%s' is not a BuildKit address; it looks like 'unix:///run/buildkit/buildkitd.sock' or 'tcp://host:1234'"
                        .formatted(text));
    }

    /** Opens a connection. @throws IOException when the TLS files can't be read */
    Connection open() throws IOException;

    /** A Unix socket. */
    record Unix(Path socket) implements BuildkitAddress {

        @Override
        public Connection open() {
            return Connection.unix(socket);
        }

        @Override
        public String toString() {
            return "unix://" + socket.toAbsolutePath();
        }
    }

    /** A TCP port. Without TLS anybody who reaches it can run builds: only for a network of one's own. */
    record Tcp(String host, int port, Optional<MutualTls> tls) implements BuildkitAddress {

        @Override
        public Connection open() throws IOException {
            return Connection.tcp(host, port, tls);
        }

        @Override
        public String toString() {
            return "tcp://" + host + ":" + port;
        }
    }
}
