package dev.slipway.image;

import dev.slipway.oci.Digest;
import java.util.Set;

/**
 * What a client needs to pull one image. It never changes: all of it follows from the image's digest. What is attested about
 * the image is left out, because a provenance may tell how it was built.
 *
 * @param manifests its own, and those of its platforms
 * @param blobs the configs and layers of all of them
 */
public record ImageContents(Set<Digest> manifests, Set<Digest> blobs) {

    public ImageContents {
        manifests = Set.copyOf(manifests);
        blobs = Set.copyOf(blobs);
    }
}
