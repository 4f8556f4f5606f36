package dev.slipway.registry.wire;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;

/**
 * Whom a connection leads to (RFC 6454).
 *
 * @param host in small letters; an IPv6 address in brackets
 */
public record Origin(boolean tls, String host, int port) {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** @throws IOException when the address is not one of HTTP, or has a name and password in it */
    public static Origin of(URI address) throws IOException {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("https");
        if (!(tls || scheme.equals("http")) || address.getHost() == null || address.getRawUserInfo() != null) {
            throw new IOException("this is no address of a web server");
        }
        int standard = tls ? HTTPS : HTTP;
        return new Origin(
                tls, address.getHost().toLowerCase(Locale.ROOT), address.getPort() < 0 ? standard : address.getPort());
    }

    /** As the Host header has it: without the standard port. */
    public String authority() {
        return port == (tls ? HTTPS : HTTP) ? host : host + ":" + port;
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority();
    }
}
