package dev.slipway.workspace;

/**
 * News, published before the transaction that deletes a workspace begins: listeners end what runs for it, and return when it
 * has ended or after a few seconds.
 */
public record WorkspaceCloses(Workspace workspace) {}
