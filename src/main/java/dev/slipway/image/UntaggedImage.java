package dev.slipway.image;

import dev.slipway.build.BuildNumber;
import dev.slipway.oci.Digest;
import dev.slipway.oci.Platform;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An image that is there by its digest only.
 *
 * @param size bytes as stored, config and layers of all platforms
 * @param actor name of the user who pushed it; empty when it was found in the store
 */
public record UntaggedImage(
        Digest digest,
        long size,
        List<Platform> platforms,
        Instant pushedAt,
        Optional<String> actor,
        Optional<BuildNumber> build) {

    public UntaggedImage {
        platforms = List.copyOf(platforms);
    }
}
