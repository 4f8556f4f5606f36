package dev.slipway.image;

import java.time.Instant;

/**
 * What a workspace says about some of its tags.
 *
 * @param actor name of the user who made it
 */
public record TagRule(RuleId id, TagScope scope, TagPolicy policy, Instant createdAt, String actor) {

    /** Whether it is about that one tag alone, as the tag's own menu makes it. */
    public boolean isOnlyFor(RepositoryName repository, TagName tag) {
        return scope.equals(TagScope.of(repository, tag));
    }
}
