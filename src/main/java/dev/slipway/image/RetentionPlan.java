package dev.slipway.image;

import dev.slipway.oci.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What retention would do now.
 *
 * @param removes tags and images that would go
 * @param keeps those that a rule lets go and that something else keeps
 */
public record RetentionPlan(List<Item> removes, List<Item> keeps) {

    public RetentionPlan {
        removes = List.copyOf(removes);
        keeps = List.copyOf(keeps);
    }

    /**
     * A tag, or an image without one.
     *
     * @param tag empty for an image without a tag
     * @param since when the tag moved last, or the image lost its last tag
     * @param reason which rule lets it go, or what keeps it
     */
    public record Item(RepositoryName repository, Optional<TagName> tag, Digest digest, Instant since, String reason) {}
}
