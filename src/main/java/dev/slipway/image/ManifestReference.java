package dev.slipway.image;

import dev.slipway.oci.Digest;
import java.util.Optional;

/** How a manifest is named in an address: by a tag, which moves, or by its digest, which does not. */
public sealed interface ManifestReference {

    /** Empty when {@code text} is neither a tag nor a digest. */
    static Optional<ManifestReference> find(String text) {
        return text.indexOf(':') >= 0
                ? Digest.tryParse(text).map(ByDigest::new)
                : TagName.find(text).map(ByTag::new);
    }

    record ByTag(TagName tag) implements ManifestReference {
        @Override
        public String toString() {
            return tag.value();
        }
    }

    record ByDigest(Digest digest) implements ManifestReference {
        @Override
        public String toString() {
            return digest.toString();
        }
    }
}
