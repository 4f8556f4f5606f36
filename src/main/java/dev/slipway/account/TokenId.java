package dev.slipway.account;

import java.util.UUID;

/** Names an access token without being its secret. */
public record TokenId(UUID value) {

    public static TokenId random() {
        return new TokenId(UUID.randomUUID());
    }
}
