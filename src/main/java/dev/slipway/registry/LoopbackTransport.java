package dev.slipway.registry;

import dev.slipway.registry.wire.Dialer;
import dev.slipway.registry.wire.Wire;
import dev.slipway.registry.wire.WireAnswer;
import dev.slipway.registry.wire.WireRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

/**
 * To a registry of our own, which needs no credential and never sends us elsewhere.
 *
 * @param base scheme, host, port and the prefix in front of {@code /v2/}, without a slash at its end
 */
record LoopbackTransport(URI base, Wire wire) implements RegistryTransport {

    static LoopbackTransport to(URI base) {
        return new LoopbackTransport(base, new Wire(new Neighbour()));
    }

    @Override
    public RegistryResponse exchange(RegistryRequest request, Duration patience) throws IOException {
        WireAnswer answer = wire.send(
                new WireRequest(
                        request.method(),
                        URI.create(base + request.target()),
                        request.headers(),
                        request.body().content(),
                        request.body().length()),
                patience);
        return new RegistryResponse(answer.status(), answer.headers(), answer.body());
    }

    @Override
    public String onward(String asked, String location) throws RegistryException {
        int path = location.indexOf("/v2/");
        if (path < 0) {
            throw new RegistryException(202, "an upload's Location is not one of this registry");
        }
        return location.substring(path);
    }

    @Override
    public void close() {
        wire.close();
    }

    /** On this machine: no proxy, no TLS. */
    private record Neighbour() implements Dialer {

        @Override
        public Socket connect(String host, int port, Duration patience) throws IOException {
            Socket socket = new Socket(Proxy.NO_PROXY);
            try {
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(host, port), (int) patience.toMillis());
                return socket;
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }

        @Override
        public boolean speaksPlainHttp(String host, int port) {
            return true;
        }
    }
}
