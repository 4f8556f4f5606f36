package dev.slipway.workspace;

import java.time.Instant;

/**
 * What an invitation's page tells.
 *
 * @param by display name of who made it
 */
public record Invited(Workspace workspace, Role role, String by, Instant expiresAt) {}
