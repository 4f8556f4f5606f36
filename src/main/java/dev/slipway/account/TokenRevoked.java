package dev.slipway.account;

/** News, published inside the transaction that ends an access token. */
public record TokenRevoked(TokenId token) {}
