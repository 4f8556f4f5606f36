package dev.slipway.build;

import java.util.UUID;

/** Names a build for ever, in every workspace. */
public record BuildId(UUID value) {

    static BuildId random() {
        return new BuildId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
