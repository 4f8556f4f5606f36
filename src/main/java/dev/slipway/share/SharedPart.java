package dev.slipway.share;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a link can show of a build; what is not chosen is not there. */
public enum SharedPart {
    /** Project, status, duration, who started it, commit. */
    SUMMARY,
    /** All steps and what they printed, secrets masked, live. */
    LOG,
    /** The Dockerfile as it was in the build's commit. */
    SOURCE,
    /** Digest and the command that gets the image, with a credential for that one image. */
    PULL;

    /** As in JSON: {@code summary}, {@code log}, {@code source}, {@code pull}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<SharedPart> find(String word) {
        return Arrays.stream(values()).filter(part -> part.word().equals(word)).findFirst();
    }
}
