package dev.slipway.ui.component;

import java.util.Locale;

/** The states that a status mark can show; each has its own shape and colour, so that neither alone carries the meaning. */
public enum Mark {
    /** Succeeded: a disc with a check. */
    OK("Succeeded"),
    /** Failed: an octagon with a cross. */
    FAIL("Failed"),
    /** Running: a turning arc. */
    RUN("Running"),
    /** With warnings: a triangle. */
    WARN("Warning"),
    /** Queued: a dotted ring. */
    QUEUED("Queued"),
    /** Waits for another step: a dotted ring. */
    WAIT("Waiting"),
    /** Cancelled: a ring with a slash. */
    CANCELLED("Cancelled"),
    /** Interrupted: a broken ring. */
    INTERRUPTED("Interrupted"),
    /** Taken from the cache: an outlined check. */
    CACHED("Cached");

    private final String word;

    Mark(String word) {
        this.word = word;
    }

    /** The word that stands for the mark, for instance {@code Succeeded}. */
    public String word() {
        return word;
    }

    /** The name that style sheets and elements use, for instance {@code ok}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
