package dev.slipway.outbound;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import javax.net.ssl.SSLSocketFactory;

/** TLS connections of one call, each checked with the address that it connects to, at the moment when it does. */
final class CheckedSockets extends SSLSocketFactory {

    private final Outbound rules;
    private final SSLSocketFactory tls = (SSLSocketFactory) SSLSocketFactory.getDefault();

    CheckedSockets(Outbound rules) {
        this.rules = rules;
    }

    /** How {@code HttpsURLConnection} begins: the socket is connected next and gets its TLS layer then. */
    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public void connect(SocketAddress endpoint, int timeout) throws IOException {
                if (!(endpoint instanceof InetSocketAddress where)) {
                    throw new OutboundRefusedException(String.valueOf(endpoint), "this is no address of the internet");
                }
                if (where.getAddress() == null) {
                    throw new UnknownHostException(where.getHostString() + " is not known here");
                }
                rules.check(where.getHostString(), where.getAddress());
                super.connect(endpoint, timeout);
            }

            @Override
            public void connect(SocketAddress endpoint) throws IOException {
                connect(endpoint, 0);
            }
        };
    }

    @Override
    public Socket createSocket(Socket connected, String host, int port, boolean autoClose) throws IOException {
        return tls.createSocket(connected, host, port, autoClose);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw unchecked(host);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        throw unchecked(host);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw unchecked(host.getHostAddress());
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        throw unchecked(address.getHostAddress());
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return tls.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return tls.getSupportedCipherSuites();
    }

    private static OutboundRefusedException unchecked(String host) {
        return new OutboundRefusedException(host, "only connections that are checked first are made");
    }
}
