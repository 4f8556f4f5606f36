package dev.slipway.build;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * One step of a build, a vertex of BuildKit's graph or a step of Slipway's own.
 *
 * @param number from 1, in the order in which the steps began
 * @param name BuildKit's, for instance {@code [2/4] RUN apt-get update}
 * @param ms how long it worked, pauses left out
 * @param line of its instruction in the Dockerfile, where it has one
 */
public record BuildStep(
        int number,
        String name,
        State state,
        Instant startedAt,
        long ms,
        Optional<Integer> line,
        Optional<String> error) {

    /** What became of a step. */
    public enum State {
        STARTED,
        CACHED,
        DONE,
        FAILED,
        CANCELLED;

        /** As in JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String word) {
            return Arrays.stream(values())
                    .filter(state -> state.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("No state of a step: " + word));
        }
    }
}
