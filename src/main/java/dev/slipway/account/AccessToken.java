package dev.slipway.account;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What may be known of an access token after it was issued: all but its secret.
 *
 * @param workspace the only workspace that it opens; empty: all of the owner's
 * @param lastUsedAt exact to the minute
 */
public record AccessToken(
        TokenId id,
        UserId owner,
        String name,
        Set<Scope> scopes,
        Optional<UUID> workspace,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> lastUsedAt) {

    public AccessToken {
        scopes = Set.copyOf(scopes);
    }
}
