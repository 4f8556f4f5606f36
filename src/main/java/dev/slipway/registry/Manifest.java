package dev.slipway.registry;

import dev.slipway.oci.Digest;
import dev.slipway.oci.ImageIndex;
import dev.slipway.oci.ImageManifest;
import java.util.Optional;

/**
 * A manifest as a registry keeps it: bytes that are never written anew, since their digest is the image's name (OCI
 * image-spec).
 */
public final class Manifest {

    /** Most bytes of a manifest; the distribution spec asks registries to take at least this much. */
    public static final int MAX_BYTES = 4 << 20;

    private final String mediaType;
    private final Digest digest;
    private final byte[] content;

    /**
     * @throws IllegalArgumentException when the content is longer than {@link #MAX_BYTES}
     */
    public Manifest(String mediaType, byte[] content) {
        if (content.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a manifest has at most %d bytes, this one has %d".formatted(MAX_BYTES, content.length));
        }
        this.mediaType = mediaType;
        this.digest = Digest.of(content);
        this.content = content.clone();
    }

    public String mediaType() {
        return mediaType;
    }

    /** sha256 of {@link #content()}. */
    public Digest digest() {
        return digest;
    }

    public byte[] content() {
        return content.clone();
    }

    public int size() {
        return content.length;
    }

    public boolean isIndex() {
        return mediaType.equals(ImageIndex.OCI) || mediaType.equals(ImageIndex.DOCKER);
    }

    /**
     * What it says when it is an image of one platform, empty when it is an index.
     *
     * @throws IllegalArgumentException when the content does not follow the image-spec
     */
    public Optional<ImageManifest> image() {
        return isIndex() ? Optional.empty() : Optional.of(OciJson.manifest(mediaType, content));
    }

    /**
     * What it says when it is a list of images, empty otherwise.
     *
     * @throws IllegalArgumentException when the content does not follow the image-spec
     */
    public Optional<ImageIndex> index() {
        return isIndex() ? Optional.of(OciJson.index(mediaType, content)) : Optional.empty();
    }

    @Override
    public String toString() {
        return mediaType + " " + digest;
    }
}
