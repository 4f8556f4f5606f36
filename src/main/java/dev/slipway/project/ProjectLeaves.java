package dev.slipway.project;

/**
 * News, published inside the transaction before the project's row goes: listeners delete what they keep for it (files after the
 * commit), or refuse by throwing.
 */
public record ProjectLeaves(Project project) {}
