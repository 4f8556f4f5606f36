package dev.slipway.web;

import dev.slipway.account.AccessTokens;
import dev.slipway.account.Accounts;
import dev.slipway.account.Caller;
import dev.slipway.refusal.Refusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Resolves the {@code Authorization} header into a {@link Caller}. Whoever sends one is who it says, whatever session he has
 * beside it; what it says must be right.
 */
final class CredentialFilter extends OncePerRequestFilter {

    private final AccessTokens tokens;
    private final Accounts accounts;
    private final Problems problems;
    private final Kind kind;

    CredentialFilter(AccessTokens tokens, Accounts accounts, Problems problems, Kind kind) {
        this.tokens = tokens;
        this.accounts = accounts;
        this.problems = problems;
        this.kind = kind;
    }

    /** Which credentials a part of the addresses takes. */
    enum Kind {
        /** Bearer token; name and password where an access token is made. Anything else is answered with 401. */
        API,
        /**
         * Bearer token, or name and token. What is none of ours stays anonymous, and hears so in the socket's own words.
         */
        SOCKETS
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            chain.doFilter(request, response);
            return;
        }
        Optional<Caller> caller;
        try {
            caller = resolve(header, request);
        } catch (Refusal refusal) {
            problems.write(request, response, refusal);
            return;
        }
        if (caller.isEmpty() && kind == Kind.API) {
            problems.write(
                    request,
                    response,
                    Refusal.of(
                            Refusal.Kind.UNAUTHENTICATED,
                            "bad-credential",
                            "The credential is wrong, has expired or was revoked."));
            return;
        }
        enter(caller);
        chain.doFilter(request, response);
    }

    private Optional<Caller> resolve(String header, HttpServletRequest request) {
        String bearer = parameterOf("Bearer", header);
        if (bearer != null) {
            return tokens.authenticate(bearer);
        }
        String basic = parameterOf("Basic", header);
        if (basic == null) {
            return Optional.empty();
        }
        return NameAndSecret.parse(basic).flatMap(credential -> resolve(credential, request));
    }

    private Optional<Caller> resolve(NameAndSecret credential, HttpServletRequest request) {
        return switch (kind) {
            case API ->
                takesPassword(request)
                        ? accounts.authenticate(credential.name(), credential.secret(), request.getRemoteAddr())
                                .map(Caller::of)
                        : Optional.empty();
            case SOCKETS ->
                tokens.authenticate(credential.secret())
                        .filter(caller -> caller.user().name().equals(credential.name()));
        };
    }

    private static boolean takesPassword(HttpServletRequest request) {
        return request.getMethod().equals("POST") && request.getRequestURI().equals("/api/v1/tokens");
    }

    private static void enter(Optional<Caller> caller) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        caller.ifPresent(known ->
                context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(known, null, List.of())));
        SecurityContextHolder.setContext(context);
    }

    /** RFC 9110: the scheme's case does not matter. */
    private static @Nullable String parameterOf(String scheme, String header) {
        boolean fits = header.regionMatches(true, 0, scheme + " ", 0, scheme.length() + 1);
        return fits ? header.substring(scheme.length() + 1).strip() : null;
    }

    private record NameAndSecret(String name, String secret) {

        static Optional<NameAndSecret> parse(String base64) {
            try {
                String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
                int colon = text.indexOf(':');
                return colon < 0
                        ? Optional.empty()
                        : Optional.of(new NameAndSecret(text.substring(0, colon), text.substring(colon + 1)));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        @Override
        public String toString() {
            return "NameAndSecret[name=" + name + "]";
        }
    }
}
