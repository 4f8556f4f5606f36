package dev.slipway.credential;

import dev.slipway.outbound.OutboundSockets;
import dev.slipway.registry.wire.Dialer;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Calls registries under the rules of this Slipway. */
@Component
public class RegistryDialer implements Dialer {

    private final OutboundSockets sockets;
    private final RegistriesProperties properties;

    RegistryDialer(OutboundSockets sockets, RegistriesProperties properties) {
        this.sockets = sockets;
        this.properties = properties;
    }

    @Override
    public Socket connect(String host, int port, Duration patience) throws IOException {
        return sockets.connect(host, port, patience);
    }

    @Override
    public boolean speaksPlainHttp(String host, int port) {
        return properties.allow(host, port);
    }
}
