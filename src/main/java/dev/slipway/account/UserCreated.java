package dev.slipway.account;

/**
 * News, published inside the transaction that makes the user: a listener that throws undoes it.
 *
 * @param first the one with whom this Slipway was set up
 */
public record UserCreated(User user, boolean first) {}
