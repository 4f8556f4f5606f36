package dev.slipway.workspace;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An invitation to be.
 *
 * @param role what who accepts becomes
 * @param expiresAt at most {@link #MAX_LIFE} away; empty: in {@link #USUAL_LIFE}
 */
public record InvitationRequest(Role role, Optional<Instant> expiresAt) {

    public static final Duration USUAL_LIFE = Duration.ofDays(7);
    public static final Duration MAX_LIFE = Duration.ofDays(30);
}
