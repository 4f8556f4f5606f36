package dev.slipway.push;

import java.util.Arrays;
import java.util.Locale;

/** What a push has done about a layer. */
public enum LayerState {
    WAITING,
    SENDING,
    /** The destination had it before. */
    PRESENT,
    /** The destination took it from another repository of its own. */
    MOUNTED,
    DONE;

    /** As in JSON and in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the destination has it. */
    public boolean isThere() {
        return this == PRESENT || this == MOUNTED || this == DONE;
    }

    static LayerState of(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No state of a layer: " + word));
    }
}
