package dev.slipway.buildkit.type;

/** News of the daemon's history. */
public record HistoryEvent(Kind kind, BuildRecord build) {

    /** What happened to the build, or to its record. */
    public enum Kind {
        /** It runs. */
        STARTED,

        /** It came to its end, good or bad. */
        COMPLETE,

        /** Its record is gone. */
        DELETED
    }
}
