package dev.slipway.web;

import dev.slipway.home.PublicAddress;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Pages and REST see the request as sent to the configured public address, so that every command and link that they show works
 * for others. The registry's and git's clients are answered as they asked: the build engine is one of them and speaks to
 * loopback.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class PublicAddressFilter extends OncePerRequestFilter {

    private final Optional<URI> address;

    PublicAddressFilter(PublicAddress address) {
        this.address = address.url();
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return address.isEmpty() || path.startsWith("/v2/") || path.startsWith("/git/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(new PubliclyAddressed(request, address.orElseThrow()), response);
    }

    private static final class PubliclyAddressed extends HttpServletRequestWrapper {

        private final URI address;

        PubliclyAddressed(HttpServletRequest request, URI address) {
            super(request);
            this.address = address;
        }

        @Override
        public String getScheme() {
            return address.getScheme();
        }

        @Override
        public boolean isSecure() {
            return getScheme().equals("https");
        }

        @Override
        public String getServerName() {
            return address.getHost();
        }

        @Override
        public int getServerPort() {
            if (address.getPort() >= 0) {
                return address.getPort();
            }
            return isSecure() ? 443 : 80;
        }

        @Override
        public StringBuffer getRequestURL() {
            return new StringBuffer(address.toString()).append(getRequestURI());
        }
    }
}
