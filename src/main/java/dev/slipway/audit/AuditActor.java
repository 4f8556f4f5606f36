package dev.slipway.audit;

import java.util.Optional;
import java.util.UUID;

/**
 * Who did it, as he was called then.
 *
 * @param token the access token that was shown; empty in the browser
 */
public record AuditActor(UUID account, String name, Optional<UUID> token) {}
