package dev.slipway.workspace;

/**
 * News, published inside the transaction before the workspace's row goes: listeners delete what they keep for it (files
 * after the commit), or refuse by throwing.
 */
public record WorkspaceLeaves(Workspace workspace) {}
