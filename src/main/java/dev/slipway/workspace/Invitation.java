package dev.slipway.workspace;

import dev.slipway.account.UserId;
import java.time.Instant;

/** What may be known of an invitation after it was made: all but its key. */
public record Invitation(
        InvitationId id, WorkspaceId workspace, Role role, UserId madeBy, Instant createdAt, Instant expiresAt) {}
