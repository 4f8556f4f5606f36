package dev.slipway.build;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a build is in its life. */
public enum BuildStatus {
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    /** Slipway or its worker stopped under it; nothing is known about how far it came. */
    INTERRUPTED;

    /** As in JSON and in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether nothing more will happen. */
    public boolean isFinal() {
        return this != QUEUED && this != RUNNING;
    }

    public static Optional<BuildStatus> find(String word) {
        return Arrays.stream(values())
                .filter(status -> status.word().equals(word))
                .findFirst();
    }
}
