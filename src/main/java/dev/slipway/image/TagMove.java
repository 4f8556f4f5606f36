package dev.slipway.image;

import dev.slipway.build.BuildNumber;
import dev.slipway.oci.Digest;
import java.time.Instant;
import java.util.Optional;

/**
 * One entry of a tag's history.
 *
 * @param actor name of the user who did it; empty when Slipway found it so in the store
 * @param from empty: the tag was new
 * @param to empty: the tag was deleted
 * @param reason a sentence fragment: {@code build #14}, {@code push}, or what the actor wrote
 */
public record TagMove(
        Instant at,
        Optional<String> actor,
        Optional<Digest> from,
        Optional<Digest> to,
        Optional<BuildNumber> build,
        String reason) {

    /** Longest reason, in characters. */
    public static final int MAX_REASON = 500;
}
