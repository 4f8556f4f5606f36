package dev.slipway.share;

import java.util.Optional;
import java.util.UUID;

/** Names a link to those who manage it; it opens nothing. */
public record LinkId(UUID value) {

    static LinkId random() {
        return new LinkId(UUID.randomUUID());
    }

    /** As it stands in an address; empty when no link can have it. */
    public static Optional<LinkId> find(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equals(text) ? Optional.of(new LinkId(id)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
