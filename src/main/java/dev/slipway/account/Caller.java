package dev.slipway.account;

import dev.slipway.audit.AuditAction;
import dev.slipway.audit.AuditActor;
import dev.slipway.audit.Audited;
import dev.slipway.refusal.Refusal;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The user on whose behalf a request runs, and how far the credential reaches.
 *
 * @param scopes all of them for a browser session, those of the token otherwise
 * @param boundWorkspace the only workspace that the credential opens; empty: all of the user's
 * @param token the access token that was shown; empty for a browser session or a password
 */
public record Caller(User user, Set<Scope> scopes, Optional<UUID> boundWorkspace, Optional<TokenId> token) {

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** A person who signed in with a password. */
    public static Caller of(User user) {
        return new Caller(user, Scope.all(), Optional.empty(), Optional.empty());
    }

    public UserId id() {
        return user.id();
    }

    public boolean has(Scope needed) {
        return scopes.stream().anyMatch(scope -> scope.includes(needed));
    }

    /**
     * Lets administrators through.
     *
     * @throws Refusal FORBIDDEN; that there is something for administrators is no secret
     */
    public void requireAdministrator() {
        if (!user.admin() || !has(Scope.ADMIN) || boundWorkspace.isPresent()) {
            throw Refusal.of(
                    Refusal.Kind.FORBIDDEN,
                    "administrators-only",
                    "This is for administrators; an access token needs the scope admin for it.");
        }
    }

    /** To be published when it is done, for what concerns no single workspace: see {@link Audited}. */
    public Audited did(AuditAction action, String subject, String detail) {
        return new Audited(
                new AuditActor(user.id().value(), user.name(), token.map(TokenId::value)),
                action,
                Optional.empty(),
                subject,
                detail);
    }
}
