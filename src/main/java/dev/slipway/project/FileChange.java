package dev.slipway.project;

import org.jspecify.annotations.Nullable;

/**
 * What happened to one path between two revisions.
 *
 * @param from where a moved file was; null otherwise
 */
public record FileChange(String path, Kind kind, @Nullable String from) {

    public enum Kind {
        ADDED,
        CHANGED,
        DELETED,
        MOVED
    }
}
