package dev.slipway.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * Which lines of a trail somebody wants to see.
 *
 * @param actor the user's name
 * @param from the first instant that is still wanted
 * @param to the first instant that is no longer wanted
 */
public record AuditFilter(
        Optional<String> actor, Optional<AuditAction> action, Optional<Instant> from, Optional<Instant> to) {

    public static final AuditFilter ALL =
            new AuditFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
