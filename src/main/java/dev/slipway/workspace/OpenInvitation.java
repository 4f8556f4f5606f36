package dev.slipway.workspace;

/**
 * An invitation that still works, for the workspace's owners.
 *
 * @param madeBy display name of who made it
 */
public record OpenInvitation(Invitation invitation, String madeBy) {}
