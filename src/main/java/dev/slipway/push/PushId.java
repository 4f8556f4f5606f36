package dev.slipway.push;

import java.util.Optional;
import java.util.UUID;

public record PushId(UUID value) {

    static PushId random() {
        return new PushId(UUID.randomUUID());
    }

    /** Of text in an address; empty when no push can have it. */
    public static Optional<PushId> find(String text) {
        try {
            return Optional.of(new PushId(UUID.fromString(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
