package dev.slipway.push;

import java.util.Arrays;
import java.util.Locale;

/** Where a push is in its life. A restart of Slipway puts a running one back into the queue. */
public enum PushStatus {
    QUEUED,
    RUNNING,
    /** The registry named the pushed digest when it was asked. */
    SUCCEEDED,
    FAILED,
    CANCELLED;

    /** As in JSON and in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether nothing more will happen, unless somebody retries it. */
    public boolean isFinal() {
        return this != QUEUED && this != RUNNING;
    }

    static PushStatus of(String word) {
        return Arrays.stream(values())
                .filter(status -> status.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No status of a push: " + word));
    }
}
