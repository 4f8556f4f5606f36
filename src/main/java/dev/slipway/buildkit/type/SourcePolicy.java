package dev.slipway.buildkit.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which sources a build may use, and what is used instead. Rules are asked in order; the last one that denies or allows
 * decides. Sources are named as BuildKit does: {@code docker-image://docker.io/library/alpine:latest},
 * {@code https://…}, {@code git://…}.
 */
public record SourcePolicy(List<Rule> rules) {

    /** Allows everything. */
    public static final SourcePolicy NONE = new SourcePolicy(List.of());

    public SourcePolicy {
        rules = List.copyOf(rules);
    }

    /** Refuses what matches, {@code docker-image://*} for instance. */
    public SourcePolicy deny(String wildcard) {
        return and(new Rule(Action.DENY, Match.WILDCARD, wildcard, Optional.empty(), Map.of()));
    }

    /** Takes back a {@link #deny} for what matches. */
    public SourcePolicy allow(String wildcard) {
        return and(new Rule(Action.ALLOW, Match.WILDCARD, wildcard, Optional.empty(), Map.of()));
    }

    /** Takes {@code replacement} where {@code source} was asked for, to pin an image to a digest for instance. */
    public SourcePolicy replace(String source, String replacement) {
        return and(new Rule(Action.CONVERT, Match.WILDCARD, source, Optional.of(replacement), Map.of()));
    }

    /** A copy with a rule more; later rules win. */
    public SourcePolicy and(Rule rule) {
        List<Rule> more = new ArrayList<>(rules);
        more.add(rule);
        return new SourcePolicy(more);
    }

    /** What a rule does. */
    public enum Action {
        /** Takes back an earlier refusal. */
        ALLOW,

        /** Fails the build. */
        DENY,

        /** Puts another source in its place. */
        CONVERT
    }

    /** How a rule's source is compared. */
    public enum Match {
        /** With stars for anything. */
        WILDCARD,

        /** Letter by letter. */
        EXACT,

        /** As Go's regular expression. */
        REGEX
    }

    /**
     * @param source what it is about
     * @param replacement of a {@code CONVERT}
     * @param attributes that a {@code CONVERT} sets, {@code http.checksum} for instance
     */
    public record Rule(
            Action action, Match match, String source, Optional<String> replacement, Map<String, String> attributes) {

        public Rule {
            attributes = Map.copyOf(attributes);
        }
    }
}
