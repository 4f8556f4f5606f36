package dev.slipway.project;

import java.util.UUID;

/** Names a project for ever; its repository's folder is made from it, never from a name. */
public record ProjectId(UUID value) {

    public static ProjectId random() {
        return new ProjectId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
