package dev.slipway.outbound;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Opens connections to hosts that people typed, under the rules of {@link Outbound}: the very address that is connected to is
 * checked, so a name that resolves to something else the next time gets no further.
 */
@Component
public class OutboundSockets {

    private static final Logger LOG = LoggerFactory.getLogger(OutboundSockets.class);

    private final Outbound rules;

    public OutboundSockets(Outbound rules) {
        this.rules = rules;
    }

    /**
     * A connected socket, without TLS.
     *
     * @param host name or address, in any spelling, an IPv6 address with or without brackets
     * @param patience for all addresses of the host together
     * @throws UnreachableException whatever the reason
     */
    public Socket connect(String host, int port, Duration patience) throws UnreachableException {
        long until = System.nanoTime() + patience.toNanos();
        IOException last = new UnknownHostException(host);
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                long left = (until - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    break;
                }
                try {
                    rules.check(host, address);
                    return connect(new InetSocketAddress(address, port), (int) left);
                } catch (IOException e) {
                    last = e;
                }
            }
        } catch (UnknownHostException e) {
            last = e;
        }
        LOG.info("No connection to {}:{}: {}", host, port, last.toString());
        throw new UnreachableException(host, last);
    }

    private static Socket connect(InetSocketAddress address, int millis) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            socket.connect(address, millis);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }
}
