package dev.slipway.workspace;

/** A workspace that a user is a member of. */
public record Membership(Workspace workspace, Role role) {}
