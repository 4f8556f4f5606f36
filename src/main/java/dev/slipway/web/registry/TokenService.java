package dev.slipway.web.registry;

import dev.slipway.account.Caller;
import dev.slipway.refusal.Refusal;
import dev.slipway.web.registry.EdgeDoor.Credential;
import dev.slipway.web.registry.EdgeException.Code;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * {@code /v2/token}: GET with Basic (Docker token specification) and POST with a form (its OAuth 2 variant). What was asked for
 * and is not allowed is left out of the token; the request that needed it hears why.
 */
@Component
class TokenService {

    private static final int MAX_SCOPES = 32;
    private static final int MAX_FORM_BYTES = 16 << 10;
    static final String BASIC = "Basic realm=\"Slipway\"";

    private final EdgeDoor door;
    private final EdgeTokens tokens;
    private final Access access;
    private final Clock clock;

    TokenService(EdgeDoor door, EdgeTokens tokens, Access access, Clock clock) {
        this.door = door;
        this.tokens = tokens;
        this.access = access;
        this.clock = clock;
    }

    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        switch (request.getMethod()) {
            case "GET" -> {
                Query query = Query.parse(request.getQueryString());
                Credential credential =
                        EdgeDoor.basic(request.getHeader("Authorization")).orElseThrow(TokenService::badCredential);
                issue(credential, query, response);
            }
            case "POST" -> {
                Query form = form(request);
                if (!form.one("grant_type").orElse("").equals("password")) {
                    throw EdgeException.of(
                            Code.UNSUPPORTED, 400, "Ask with grant_type=password: there are no refresh tokens here.");
                }
                Credential credential = new Credential(
                        form.one("username").orElse(""), form.one("password").orElse(""));
                issue(credential, form, response);
            }
            default -> throw EdgeException.of(Code.UNSUPPORTED, 405, "Ask for a token with GET or POST.");
        }
    }

    private void issue(Credential credential, Query query, HttpServletResponse response) throws IOException {
        Visitor visitor = door.visitor(credential).orElseThrow(TokenService::badCredential);
        List<Grant> grants = wishes(query).stream()
                .map(wish -> switch (visitor) {
                    case Visitor.Member member -> allowed(member.caller(), wish);
                    case Visitor.Guest guest -> allowed(guest, wish);
                })
                .flatMap(Optional::stream)
                .toList();
        String token = tokens.seal(credential.secret(), grants);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("token", token);
        body.put("access_token", token);
        body.put("token_type", "Bearer");
        body.put("scope", String.join(" ", grants.stream().map(Grant::toString).toList()));
        body.put("expires_in", EdgeTokens.LIFE.toSeconds());
        body.put("issued_at", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        EdgeJson.write(response, 200, body);
    }

    private static List<Grant> wishes(Query query) {
        List<String> scopes = query.all("scope").stream()
                .flatMap(scope -> Arrays.stream(scope.split(" ", -1)))
                .filter(scope -> !scope.isBlank())
                .distinct()
                .toList();
        if (scopes.size() > MAX_SCOPES) {
            throw EdgeException.of(Code.UNSUPPORTED, 400, "A token is for at most " + MAX_SCOPES + " scopes.");
        }
        return scopes.stream().map(Grant::parse).flatMap(Optional::stream).toList();
    }

    private static Optional<Grant> allowed(Visitor.Guest guest, Grant wish) {
        boolean pulls = wish.type().equals("repository")
                && (wish.actions().contains(Grant.PULL) || wish.actions().contains("*"));
        return pulls
                ? ImageName.find(wish.name()).filter(guest::mayPullFrom).map(name -> Grant.of(name, Grant.PULL))
                : Optional.empty();
    }

    private Optional<Grant> allowed(Caller caller, Grant wish) {
        if (wish.covers(Grant.CATALOG)) {
            return Optional.of(Grant.CATALOG);
        }
        return wish.type().equals("repository")
                ? ImageName.find(wish.name()).flatMap(name -> allowed(caller, wish, name))
                : Optional.empty();
    }

    private Optional<Grant> allowed(Caller caller, Grant wish, ImageName name) {
        Set<String> actions = new LinkedHashSet<>();
        try {
            Seat seat = access.enter(caller, name.workspace().value(), Permission.PULL_IMAGE);
            for (Permission permission :
                    List.of(Permission.PULL_IMAGE, Permission.PUSH_IMAGE, Permission.DELETE_IMAGE)) {
                String action = EdgeDoor.action(permission);
                boolean wished =
                        wish.actions().contains(action) || wish.actions().contains("*");
                if (wished && seat.allows(permission)) {
                    actions.add(action);
                }
            }
        } catch (Refusal e) {
            return Optional.empty();
        }
        return actions.isEmpty() ? Optional.empty() : Optional.of(Grant.of(name, actions.toArray(String[]::new)));
    }

    /** Read here and not by the container, which would mix the form with the query. */
    private static Query form(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(MAX_FORM_BYTES + 1);
        if (body.length > MAX_FORM_BYTES) {
            throw EdgeException.of(Code.SIZE_INVALID, 413, "A token request has at most 16 KiB.");
        }
        return Query.parse(new String(body, StandardCharsets.UTF_8));
    }

    private static EdgeException badCredential() {
        return EdgeException.unauthorized(
                "The name and the access token don't belong together, or the token is no longer valid. Log in with your user"
                        + " name and an access token as the password.",
                BASIC);
    }
}
