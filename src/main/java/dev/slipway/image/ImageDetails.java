package dev.slipway.image;

import dev.slipway.build.BuildNumber;
import dev.slipway.oci.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of one image.
 *
 * @param size bytes as stored; a layer that several platforms share counts once
 * @param pushedAt when it came into this repository
 * @param actor name of the user who pushed it; empty when it was found in the store
 * @param build that made it; empty when it was pushed from outside
 * @param tags that name it now
 * @param platforms none when it is an artifact that is not an image
 */
public record ImageDetails(
        RepositoryName repository,
        Digest digest,
        String mediaType,
        long size,
        Instant pushedAt,
        Optional<String> actor,
        Optional<BuildNumber> build,
        List<TagName> tags,
        List<PlatformImage> platforms) {

    public ImageDetails {
        tags = List.copyOf(tags);
        platforms = List.copyOf(platforms);
    }
}
