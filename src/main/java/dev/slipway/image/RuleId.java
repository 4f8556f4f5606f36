package dev.slipway.image;

import java.util.Optional;
import java.util.UUID;

/** Names a rule for good. */
public record RuleId(UUID value) {

    static RuleId random() {
        return new RuleId(UUID.randomUUID());
    }

    /** As it stands in an address; empty when no rule can have it. */
    public static Optional<RuleId> find(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equals(text) ? Optional.of(new RuleId(id)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
