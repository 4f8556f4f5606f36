package dev.slipway.account;

import dev.slipway.refusal.Refusal;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * An access token to be.
 *
 * @param name for its owner to tell tokens apart, 1 to {@value #MAX_NAME} characters
 * @param scopes at least one
 * @param workspace the only workspace that it opens; empty: all of the owner's
 * @param expiresAt empty: works until it is revoked
 */
public record TokenRequest(String name, Set<Scope> scopes, Optional<UUID> workspace, Optional<Instant> expiresAt) {

    public static final int MAX_NAME = 100;

    public TokenRequest {
        name = name.strip();
        if (name.isEmpty() || name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw Refusal.invalid(
                    "/name", "invalid-name", "A token's name has 1 to " + MAX_NAME + " characters and no line breaks.");
        }
        if (scopes.isEmpty()) {
            throw Refusal.invalid("/scopes", "no-scopes", "Give at least one scope: read, write or admin.");
        }
        scopes = Set.copyOf(scopes);
    }
}
