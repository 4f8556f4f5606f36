package dev.slipway.account;

/** News, published inside the transaction before the user's row goes: a listener may refuse by throwing. */
public record UserLeaves(User user) {}
