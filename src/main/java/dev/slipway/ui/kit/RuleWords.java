package dev.slipway.ui.kit;

import dev.slipway.image.TagPolicy;
import dev.slipway.image.TagPolicy.Immutability;
import dev.slipway.image.TagPolicy.Protection;
import dev.slipway.image.TagRule;

/** How a rule about tags reads to a person. */
public final class RuleWords {

    private RuleWords() {}

    public static Glyph glyph(TagPolicy policy) {
        return switch (policy) {
            case Protection protection -> Glyph.SHIELD;
            case Immutability immutability -> Glyph.LOCK;
            case TagPolicy.Retention retention -> Glyph.CLOCK;
        };
    }

    /** What it does, and whose it is. */
    public static String words(TagRule rule) {
        return switch (rule.policy()) {
            case Protection protection -> "protected by " + rule.actor();
            case Immutability immutability -> "immutable, by " + rule.actor();
            case TagPolicy.Retention retention -> retention.words() + ", by " + rule.actor();
        };
    }
}
