package dev.slipway.web.registry;

import dev.slipway.home.PublicAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Where a client finds this registry's token service. It is sent where it came from; to the public address when it came by that
 * name or through a proxy, because only the proxy knows what it makes of {@code http} and of the port behind it.
 */
@Component
class EdgeAddress {

    /** RFC 7239, and what proxies have always written. */
    private static final List<String> OF_PROXIES =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Via");

    private final Optional<URI> published;

    @Autowired
    EdgeAddress(PublicAddress address) {
        this(address.url());
    }

    EdgeAddress(Optional<URI> published) {
        this.published = published;
    }

    /** Scheme, host and port, as {@code https://slipway.example}. */
    String of(HttpServletRequest request) {
        return of(origin(request), OF_PROXIES.stream().anyMatch(header -> request.getHeader(header) != null));
    }

    String of(URI asked, boolean byProxy) {
        return published
                .filter(address -> byProxy || isSamePlace(address, asked))
                .orElse(asked)
                .toString();
    }

    /** TLS ends in front of Slipway, so the schemes may differ. */
    private static boolean isSamePlace(URI address, URI asked) {
        boolean samePort = asked.getPort() < 0 || port(address) == asked.getPort();
        return samePort && address.getHost().equalsIgnoreCase(asked.getHost());
    }

    private static int port(URI address) {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return "https".equals(address.getScheme()) ? 443 : 80;
    }

    private static URI origin(HttpServletRequest request) {
        String url = request.getRequestURL().toString();
        int path = url.indexOf('/', url.indexOf("://") + "://".length());
        // A host never holds a quote: the container refuses such a Host header.
        return URI.create(path < 0 ? url : url.substring(0, path));
    }
}
