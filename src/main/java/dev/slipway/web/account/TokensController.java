package dev.slipway.web.account;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.slipway.account.AccessToken;
import dev.slipway.account.AccessTokens;
import dev.slipway.account.Caller;
import dev.slipway.account.IssuedToken;
import dev.slipway.account.Scope;
import dev.slipway.account.TokenId;
import dev.slipway.account.TokenRequest;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.refusal.Refusal;
import dev.slipway.web.Fields;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Workspace;
import dev.slipway.workspace.WorkspaceId;
import dev.slipway.workspace.Workspaces;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/tokens")
class TokensController {

    private final AccessTokens tokens;
    private final Access access;
    private final Workspaces workspaces;

    TokensController(AccessTokens tokens, Access access, Workspaces workspaces) {
        this.tokens = tokens;
        this.access = access;
        this.workspaces = workspaces;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Issued issue(Caller caller, @RequestBody Wish wish) {
        requireScope(caller);
        Optional<UUID> workspace = Optional.ofNullable(wish.workspace())
                .map(name -> access.enter(caller, name, Permission.VIEW)
                        .workspace()
                        .id()
                        .value());
        TokenRequest request = new TokenRequest(
                Fields.required("/name", wish.name()),
                Fields.required("/scopes", wish.scopes()).stream()
                        .map(word -> Fields.word("/scopes", Scope.class, Fields.required("/scopes", word)))
                        .collect(Collectors.toSet()),
                workspace,
                Optional.ofNullable(wish.expiresAt()));
        IssuedToken issued = tokens.issue(caller, request);
        return new Issued(Shown.of(issued.token(), wish.workspace()), issued.secret());
    }

    @GetMapping
    Page<Shown> list(Caller caller, PageRequest request) {
        requireAdminScope(caller);
        Page<AccessToken> page = tokens.list(caller.id(), request);
        Map<WorkspaceId, Workspace> bound = workspaces.findAll(page.items().stream()
                .flatMap(token -> token.workspace().stream())
                .map(WorkspaceId::new)
                .toList());
        return page.map(token -> Shown.of(token, nameOf(token, bound)));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(Caller caller, @PathVariable String id) {
        boolean itself =
                caller.token().filter(own -> own.value().toString().equals(id)).isPresent();
        if (!itself) {
            requireAdminScope(caller);
        }
        tokens.revoke(caller, parse(id));
    }

    /** A token that got into wrong hands must not tell of the others, or take them away. */
    private static void requireAdminScope(Caller caller) {
        requireScope(caller);
        if (caller.boundWorkspace().isPresent()) {
            throw Refusal.of(
                    Refusal.Kind.FORBIDDEN,
                    "bound-to-workspace",
                    "This needs an access token that is not bound to one workspace.");
        }
    }

    private static void requireScope(Caller caller) {
        if (!caller.has(Scope.ADMIN)) {
            throw Refusal.of(
                    Refusal.Kind.FORBIDDEN,
                    "scope-too-narrow",
                    "This needs an access token with the scope admin. Or sign in with your password.");
        }
    }

    private static @Nullable String nameOf(AccessToken token, Map<WorkspaceId, Workspace> bound) {
        return token.workspace()
                .map(id -> Optional.ofNullable(bound.get(new WorkspaceId(id)))
                        .map(workspace -> workspace.name().value())
                        .orElse("(deleted)"))
                .orElse(null);
    }

    private static TokenId parse(String id) {
        try {
            return new TokenId(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            throw Refusal.notFound().causedBy(e);
        }
    }

    record Wish(
            @Nullable String name,
            @Nullable List<@Nullable String> scopes,
            @Nullable String workspace,
            @Nullable Instant expiresAt) {}

    record Shown(
            UUID id,
            String name,
            List<String> scopes,
            @Nullable String workspace,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt) {

        static Shown of(AccessToken token, @Nullable String workspace) {
            return new Shown(
                    token.id().value(),
                    token.name(),
                    token.scopes().stream().sorted().map(Scope::word).toList(),
                    workspace,
                    token.createdAt(),
                    token.expiresAt().orElse(null),
                    token.lastUsedAt().orElse(null));
        }
    }

    /** @param token the secret, shown this once */
    record Issued(@JsonUnwrapped Shown shown, String token) {}
}
