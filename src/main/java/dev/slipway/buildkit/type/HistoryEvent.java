package dev.slipway.buildkit.type;

/** News of the daemon's history. */
public record HistoryEvent(Kind kind, BuildRecord build) {

    /** What happened to the build, or to its record. */
    public enum Kind {
        STARTED,
        COMPLETE,
        DELETED
    }
}
