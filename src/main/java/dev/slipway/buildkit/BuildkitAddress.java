package dev.slipway.buildkit;

import dev.slipway.buildkit.transport.Connection;
import dev.slipway.buildkit.transport.MutualTls;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a BuildKit daemon listens. */
public sealed interface BuildkitAddress {

    /** A Unix socket. */
    static BuildkitAddress unix(Path socket) {
        return new Unix(socket);
    }

    /** The API socket of a Docker Engine, 19.03 or newer, for the BuildKit within it. */
    static BuildkitAddress docker(Path socket) {
        return new Docker(socket);
    }

    /** A TCP port with mutual TLS. */
    static BuildkitAddress tcp(String host, int port, MutualTls tls) {
        return new Tcp(host, port, Optional.of(tls));
    }

    /**
     * {@code unix:///run/buildkit/buildkitd.sock}, {@code tcp://host:port}, the latter without TLS, or
     * {@code docker:///var/run/docker.sock}.
     *
     * @throws IllegalArgumentException when {@code text} is none of these
     */
    static BuildkitAddress parse(String text) {
        try {
            URI uri = new URI(text);
            boolean hasPath = uri.getPath() != null && !uri.getPath().isEmpty() && uri.getHost() == null;
            if ("unix".equals(uri.getScheme()) && hasPath) {
                return new Unix(Path.of(uri.getPath()));
            }
            if ("docker".equals(uri.getScheme()) && hasPath) {
                return new Docker(Path.of(uri.getPath()));
            }
            if ("tcp".equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() > 0) {
                return new Tcp(uri.getHost(), uri.getPort(), Optional.empty());
            }
        } catch (URISyntaxException e) {
            throw malformed(text, e);
        }
        throw malformed(text, null);
    }

    private static IllegalArgumentException malformed(String text, @Nullable Exception reason) {
        return new IllegalArgumentException(
                ("'%s' is not a BuildKit address; it looks like 'unix:///run/buildkit/buildkitd.sock', 'tcp://host:1234'"
                                + " or 'docker:///var/run/docker.sock'")
                        .formatted(text),
                reason);
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

    /** The BuildKit within a Docker Engine. */
    record Docker(Path socket) implements BuildkitAddress {

        @Override
        public Connection open() {
            return Connection.docker(socket);
        }

        @Override
        public String toString() {
            return "docker://" + socket.toAbsolutePath();
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
