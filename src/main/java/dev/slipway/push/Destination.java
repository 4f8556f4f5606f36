package dev.slipway.push;

import dev.slipway.oci.ImageReference;
import dev.slipway.oci.RegistryHost;
import dev.slipway.refusal.Refusal;

/** Where an image is pushed to. */
public record Destination(RegistryHost registry, String repository, String tag) {

    /** Longest text of one, in characters. */
    public static final int MAX_LENGTH = ImageReference.MAX_NAME + 130;

    /**
     * @param text {@code registry.example.com/team/app:1.0}; without a tag it is {@code latest}
     * @throws Refusal INVALID
     */
    public static Destination parse(String pointer, String text) {
        if (text.length() > MAX_LENGTH) {
            throw invalid(pointer, "A destination has at most " + MAX_LENGTH + " characters.");
        }
        try {
            ImageReference reference = ImageReference.parse(text.strip()).orLatest();
            if (reference.digest().isPresent()) {
                throw invalid(pointer, "Name a tag, not a digest: the image keeps its digest by itself.");
            }
            RegistryHost registry = RegistryHost.find(reference.domain())
                    .orElseThrow(() -> invalid(pointer, "'" + reference.domain() + "' is no registry."));
            return new Destination(
                    registry, reference.repository(), reference.tag().orElseThrow());
        } catch (IllegalArgumentException e) {
            throw invalid(
                            pointer,
                            "Use registry, repository and tag: registry.example.com/team/app:1.0. Repositories are in small letters.")
                    .causedBy(e);
        }
    }

    @Override
    public String toString() {
        return registry + "/" + repository + ":" + tag;
    }

    private static Refusal invalid(String pointer, String sentence) {
        return Refusal.invalid(pointer, "invalid-destination", sentence);
    }
}
