package dev.slipway.oci;

import java.util.Map;
import java.util.Optional;

/**
 * A typed, sized pointer to a blob (OCI image-spec, descriptor).
 *
 * @param size bytes
 */
public record Descriptor(
        String mediaType,
        Digest digest,
        long size,
        Optional<Platform> platform,
        Map<String, String> annotations,
        Optional<String> artifactType) {

    public Descriptor {
        if (size < 0) {
            throw new IllegalArgumentException(
                    "a descriptor's size is not negative, %s has %d".formatted(digest, size));
        }
        annotations = Map.copyOf(annotations);
    }

    /** One without annotations. */
    public static Descriptor of(String mediaType, Digest digest, long size) {
        return new Descriptor(mediaType, digest, size, Optional.empty(), Map.of(), Optional.empty());
    }
}
