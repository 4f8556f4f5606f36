package dev.slipway.buildkit.progress;

import dev.slipway.buildkit.type.Vertex;
import dev.slipway.buildkit.type.VertexDigest;
import dev.slipway.buildkit.type.VertexStatus;
import dev.slipway.buildkit.type.VertexWarning;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A step of a build as it stands.
 *
 * @param number from 1 in the order in which steps were first heard of
 * @param name what people read
 * @param started the first time that it started
 * @param completed when it ended, or empty as long as it runs
 * @param duration how long it ran, its pauses left out
 * @param error empty as long as it has not failed
 * @param tasks its parts, such as layers being pulled, in the order in which they began
 */
public record Step(
        int number,
        VertexDigest digest,
        List<VertexDigest> inputs,
        String name,
        State state,
        Optional<Instant> started,
        Optional<Instant> completed,
        Duration duration,
        Optional<String> error,
        Optional<Vertex.ProgressGroup> group,
        List<VertexStatus> tasks,
        List<VertexWarning> warnings) {

    public Step {
        inputs = List.copyOf(inputs);
        tasks = List.copyOf(tasks);
        warnings = List.copyOf(warnings);
    }

    /** What has become of it. */
    public enum State {
        /** It waits for others. */
        PENDING,

        /** It has begun. */
        RUNNING,

        /** It came to its end. */
        DONE,

        /** It was not run, as its result was there. */
        CACHED,

        /** It ended with an error. */
        FAILED,

        /** It was ended with the build. */
        CANCELLED;

        /** Whether nothing more is to be expected, unless it starts again. */
        public boolean isEnd() {
            return this != PENDING && this != RUNNING;
        }
    }
}
