package dev.slipway.account;

import java.util.UUID;

/** Names a user for ever; the user's name may be given to somebody else after a deletion, the id never is. */
public record UserId(UUID value) {

    public static UserId random() {
        return new UserId(UUID.randomUUID());
    }
}
