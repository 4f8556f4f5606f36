package dev.slipway.image;

import dev.slipway.oci.Digest;
import dev.slipway.oci.ImageConfig;
import dev.slipway.oci.Platform;
import java.util.List;

/**
 * An image for one platform.
 *
 * @param manifest digest of its manifest; that of the whole image when there is one platform only
 * @param layers oldest first, instructions without a layer among them
 * @param size bytes as stored, config and layers
 * @param attestations digests of the attestations (provenance, SBOM) that belong to it
 */
public record PlatformImage(
        Platform platform,
        Digest manifest,
        ImageConfig config,
        List<Layer> layers,
        long size,
        List<Digest> attestations) {

    public PlatformImage {
        layers = List.copyOf(layers);
        attestations = List.copyOf(attestations);
    }
}
