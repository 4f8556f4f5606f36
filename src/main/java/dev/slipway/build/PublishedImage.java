package dev.slipway.build;

import dev.slipway.oci.Digest;
import dev.slipway.oci.Platform;
import java.util.List;

/**
 * An image of a build on the workspace's shelf.
 *
 * @param repository without the workspace's name
 * @param tags {@code repository:tag}, those that point to it now
 * @param size of all its blobs in bytes, as stored
 */
public record PublishedImage(Digest digest, String repository, List<String> tags, long size, List<Platform> platforms) {

    public PublishedImage {
        tags = List.copyOf(tags);
        platforms = List.copyOf(platforms);
    }
}
