package dev.slipway.build;

import java.time.Instant;
import java.util.Optional;

/** What a build's log holds, in order of arrival. */
public sealed interface BuildEvent {

    /** When it happened. */
    Instant at();

    /**
     * A step began or changed.
     *
     * @param ms how long it has worked so far
     */
    record Step(
            Instant at,
            int step,
            String name,
            BuildStep.State state,
            long ms,
            Optional<Integer> line,
            Optional<String> error)
            implements BuildEvent {}

    /**
     * A part of a step moves bytes.
     *
     * @param id for instance a layer's digest
     * @param total 0 when it is not known
     */
    record Progress(Instant at, int step, String id, long current, long total) implements BuildEvent {}

    /**
     * Output of a step.
     *
     * @param stream 1 for stdout, 2 for stderr
     * @param text as the step wrote it, escape sequences included, without its line end
     * @param partial the line goes on in the next event of this step and stream, or ends without a line end
     */
    record Log(Instant at, int step, int stream, String text, boolean partial) implements BuildEvent {}

    /** The linter's, or another warning. */
    record Warning(Instant at, BuildWarning warning) implements BuildEvent {}

    /** The last event of every log. */
    record Ended(Instant at, BuildStatus status) implements BuildEvent {}
}
