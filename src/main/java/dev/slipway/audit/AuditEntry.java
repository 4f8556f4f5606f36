package dev.slipway.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A line of the trail.
 *
 * @param number grows with time, also the cursor
 * @param token the access token that was shown; empty in the browser
 */
public record AuditEntry(
        long number,
        Instant at,
        String actor,
        Optional<UUID> token,
        AuditAction action,
        String subject,
        String detail) {}
