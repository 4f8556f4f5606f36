package dev.slipway.build;

import dev.slipway.build.log.LogWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a running build tells: its steps, their output and its warnings. They go to its log at once. Threads may share it. */
public final class BuildProgress {

    /** A Dockerfile of a thousand lines has fewer; more than these are not told apart any more. */
    static final int MAX_STEPS = 5_000;

    static final int MAX_WARNINGS = 500;
    static final int MAX_NAME = 2_000;

    private final LogWriter log;
    private final Runnable changed;
    private final List<BuildStep> steps = new ArrayList<>();
    private final List<BuildWarning> warnings = new ArrayList<>();

    BuildProgress(LogWriter log, Runnable changed) {
        this.log = log;
        this.changed = changed;
    }

    /**
     * A step begins.
     *
     * @param line of its instruction in the Dockerfile
     * @return its number
     */
    public int begin(Instant at, String name, Optional<Integer> line) {
        BuildStep step;
        synchronized (this) {
            int number = Math.min(steps.size() + 1, MAX_STEPS);
            step = new BuildStep(number, cut(name), BuildStep.State.STARTED, at, 0, line, Optional.empty());
            if (steps.size() < MAX_STEPS) {
                steps.add(step);
            } else {
                steps.set(number - 1, step);
            }
        }
        tell(at, step);
        return step.number();
    }

    /**
     * A step changed.
     *
     * @param worked all its time together
     */
    public void change(Instant at, int number, BuildStep.State state, Duration worked, @Nullable String error) {
        BuildStep step;
        synchronized (this) {
            BuildStep before = steps.get(number - 1);
            step = new BuildStep(
                    number,
                    before.name(),
                    state,
                    before.startedAt(),
                    worked.toMillis(),
                    before.line(),
                    Optional.ofNullable(error).map(BuildProgress::cut));
            steps.set(number - 1, step);
        }
        tell(at, step);
    }

    /** A part of a step has moved {@code current} of {@code total} bytes; 0 is an unknown total. */
    public void bytes(Instant at, int step, String id, long current, long total) {
        log.progress(at, step, cut(id), current, total);
    }

    /**
     * A step has printed something.
     *
     * @param stream 1 for stdout, 2 for stderr
     * @param bytes any; neither lines nor characters need be whole
     */
    public void output(Instant at, int step, int stream, ByteBuffer bytes) {
        log.output(at, step, stream, bytes);
    }

    public void warn(Instant at, BuildWarning warning) {
        synchronized (this) {
            if (warnings.size() >= MAX_WARNINGS || warnings.contains(warning)) {
                return;
            }
            warnings.add(warning);
        }
        log.warning(at, BuildJson.fields(warning));
        changed.run();
    }

    /** Work of Slipway's own as a step of the build, beside BuildKit's. */
    <T> T own(String name, Supplier<T> work) {
        Instant begun = Instant.now();
        int step = begin(begun, name, Optional.empty());
        try {
            T result = work.get();
            Instant done = Instant.now();
            change(done, step, BuildStep.State.DONE, Duration.between(begun, done), null);
            return result;
        } catch (RuntimeException e) {
            Instant failed = Instant.now();
            change(failed, step, BuildStep.State.FAILED, Duration.between(begun, failed), e.getMessage());
            throw e;
        }
    }

    /** The steps that have not come to an end get this one. */
    void endOpenSteps(Instant at, BuildStep.State state) {
        for (BuildStep step : steps()) {
            if (step.state() == BuildStep.State.STARTED) {
                change(at, step.number(), state, Duration.between(step.startedAt(), at), null);
            }
        }
    }

    /** Writes the last event; nothing follows it. */
    void close(Instant at, BuildStatus status) {
        log.end(at, status.word());
    }

    /** Leaves the log to whoever took the build over. */
    void abandon() {
        log.close();
    }

    synchronized List<BuildStep> steps() {
        return List.copyOf(steps);
    }

    synchronized List<BuildWarning> warnings() {
        return List.copyOf(warnings);
    }

    private void tell(Instant at, BuildStep step) {
        log.step(
                at,
                step.number(),
                step.name(),
                step.state().word(),
                step.ms(),
                step.line().orElse(0),
                step.error().orElse(null));
        changed.run();
    }

    private static String cut(String text) {
        return text.length() <= MAX_NAME ? text : text.substring(0, MAX_NAME) + "…";
    }
}
