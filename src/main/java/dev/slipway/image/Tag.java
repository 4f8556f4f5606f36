package dev.slipway.image;

import dev.slipway.build.BuildNumber;
import dev.slipway.oci.Digest;
import dev.slipway.oci.Platform;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A name for an image that can be moved to another one.
 *
 * @param size bytes as stored, config and layers of all platforms
 * @param actor name of the user who moved it last; empty when it was found in the store
 * @param build that moved it last, or that made the image
 * @param isProtected whether a rule keeps it where it is
 * @param isImmutable whether a rule keeps it from ever naming another image
 */
public record Tag(
        TagName name,
        Digest digest,
        long size,
        List<Platform> platforms,
        Instant updatedAt,
        Optional<String> actor,
        Optional<BuildNumber> build,
        boolean isProtected,
        boolean isImmutable) {

    public Tag {
        platforms = List.copyOf(platforms);
    }
}
