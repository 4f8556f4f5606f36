package dev.slipway.buildkit.type;

import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
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

    /** The manifest or index, when an image was exported. */
    public Optional<Descriptor> imageDescriptor() {
        return Optional.ofNullable(response.get("containerimage.descriptor"))
                .map(text -> DescriptorJson.parse(Base64.getDecoder().decode(text)));
    }

    /** The manifest of the cache that was exported to a layout on this side. */
    public Optional<Descriptor> cacheManifest() {
        return Optional.ofNullable(response.get("cache.manifest"))
                .map(text -> DescriptorJson.parse(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The names that the image was pushed or exported under. */
    public List<String> imageNames() {
        String names = response.getOrDefault("image.name", "");
        return names.isEmpty() ? List.of() : List.of(names.split(",", -1));
    }

    /** Digest of the image's config, when an image for one platform was exported. */
    public Optional<Digest> configDigest() {
        return Optional.ofNullable(response.get("containerimage.config.digest")).map(Digest::parse);
    }
}
