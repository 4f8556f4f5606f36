package dev.slipway.image;

import dev.slipway.oci.Digest;
import java.time.Instant;
import java.util.Optional;

/**
 * One instruction of an image and what it added, as {@code docker history} tells it.
 *
 * @param instruction as a person wrote it: {@code RUN apt-get update}; empty when the image does not tell
 * @param createdBy as the image tells it: {@code RUN /bin/sh -c apt-get update # buildkit}
 * @param digest of the compressed layer; empty when the instruction changed the configuration only
 * @param size bytes as stored, 0 without a layer
 */
public record Layer(
        String instruction,
        String createdBy,
        Optional<Instant> createdAt,
        Optional<Digest> digest,
        Optional<String> mediaType,
        long size) {

    public boolean isConfigurationOnly() {
        return digest.isEmpty();
    }
}
