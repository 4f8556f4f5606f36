package dev.slipway.registry.wire;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

/** Opens connections; whoever implements it decides which hosts may be called. */
public interface Dialer {

    /**
     * A connected socket, without TLS.
     *
     * @param host name or address, an IPv6 address in brackets
     */
    Socket connect(String host, int port, Duration patience) throws IOException;

    /** Whether this host may be spoken to without TLS. */
    boolean speaksPlainHttp(String host, int port);
}
