package dev.slipway.buildkit.type;

import dev.slipway.oci.Digest;
import java.util.Map;
import java.util.Optional;

/**
 * What a build made.
 *
 * @param response the exporters' answers, {@code containerimage.digest} for instance; several exporters share one map
 */
public record SolveResult(Map<String, String> response) {

    public SolveResult {
        response = Map.copyOf(response);
    }

    /** Digest of the manifest or index, when an image was exported. */
    public Optional<Digest> imageDigest() {
        return Optional.ofNullable(response.get("containerimage.digest")).map(Digest::parse);
    }

    /** Digest of the image's config, when an image for one platform was exported. */
    public Optional<Digest> configDigest() {
        return Optional.ofNullable(response.get("containerimage.config.digest")).map(Digest::parse);
    }
}
