package dev.slipway.build;

import dev.slipway.refusal.Refusal;

/** A rule of the workspace refused one of a build's tags: none has moved, and the image is on the shelf under its digest. */
public final class TagsRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient PublishedImage image;

    /** @param image as it is kept, without tags */
    public TagsRefusedException(PublishedImage image, Refusal refusal) {
        super(
                "%s No tag was moved; the image is kept as %s@%s."
                        .formatted(refusal.sentence(), image.repository(), image.digest()),
                refusal);
        this.image = image;
    }

    PublishedImage image() {
        return image;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
