package dev.slipway.web.image;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * A repository's name may hold slashes, and a path pattern's variable may not: on the way to the controllers they become
 * {@value #SLASH}, which no name has. The longest name wins.
 */
@Component
class RepositoryPathFilter extends OncePerRequestFilter {

    static final char SLASH = ':';

    private static final Pattern PATH = Pattern.compile("(?<before>/api/v1/workspaces/[^/]+/repositories/)"
            + "(?<repository>[^/]+(?:/[^/]+)+)"
            + "(?<after>/tags|/tags/[^/]+|/tags/[^/]+/(?:history|revert)|/images/[^/]+|/images/[^/]+/[a-z]+)");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Matcher path = PATH.matcher(request.getRequestURI());
        if (!path.matches() || path.group("repository").indexOf(SLASH) >= 0) {
            chain.doFilter(request, response);
            return;
        }
        String uri = path.group("before") + path.group("repository").replace('/', SLASH) + path.group("after");
        chain.doFilter(
                new HttpServletRequestWrapper(request) {
                    @Override
                    public String getRequestURI() {
                        return uri;
                    }
                },
                response);
    }
}
