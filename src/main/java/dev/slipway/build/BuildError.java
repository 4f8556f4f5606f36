package dev.slipway.build;

import java.util.List;
import java.util.Optional;

/**
 * Why a build did not end as it was asked for: without an image, or with one that a rule kept from its tags.
 *
 * @param message a sentence for the person who built
 * @param step number of the step that failed
 * @param ranges the lines of the Dockerfile that failed
 * @param exitCode of the process that failed
 */
public record BuildError(String message, Optional<Integer> step, List<LineRange> ranges, Optional<Integer> exitCode) {

    public BuildError {
        ranges = List.copyOf(ranges);
    }

    public static BuildError of(String message) {
        return new BuildError(message, Optional.empty(), List.of(), Optional.empty());
    }
}
