package dev.slipway.build.engine;

import dev.slipway.build.BuildProgress;
import dev.slipway.build.BuildStep;
import dev.slipway.build.BuildWarning;
import dev.slipway.build.LineRange;
import dev.slipway.buildkit.type.SolveStatus;
import dev.slipway.buildkit.type.SourceLocation;
import dev.slipway.buildkit.type.Vertex;
import dev.slipway.buildkit.type.VertexDigest;
import dev.slipway.buildkit.type.VertexLog;
import dev.slipway.buildkit.type.VertexStatus;
import dev.slipway.buildkit.type.VertexWarning;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes steps of BuildKit's messages. A vertex may begin several times, its end may be told before its last beginning, and
 * bytes are counted many times a second.
 */
final class ProgressFold {

    /** Between two counts of the same bytes. */
    private static final Duration BYTES_PAUSE = Duration.ofMillis(250);

    private static final int MAX_COUNTERS = 2_000;

    /** {@code StageNameCasing: Stage name 'A' should be lowercase (line 3)}. */
    private static final Pattern LINTER = Pattern.compile("([A-Z][A-Za-z]+): (.*)", Pattern.DOTALL);

    private final BuildProgress progress;
    private final Function<String, Optional<Integer>> lineOf;
    private final Map<VertexDigest, Step> steps = new HashMap<>();
    private final Map<VertexDigest, String> names = new HashMap<>();
    private final Map<String, Instant> counted = new HashMap<>();

    /** @param lineOf finds the Dockerfile's line of a vertex from its name */
    ProgressFold(BuildProgress progress, Function<String, Optional<Integer>> lineOf) {
        this.progress = progress;
        this.lineOf = lineOf;
    }

    /** What is known of a vertex that has begun. */
    private static final class Step {
        private final int number;
        private BuildStep.State state = BuildStep.State.STARTED;
        private Instant started;
        private @Nullable Instant completed;
        private Duration worked = Duration.ZERO;

        private Step(int number, Instant started) {
            this.number = number;
            this.started = started;
        }
    }

    /** Steps that begin come before what they print, and that before their end. */
    synchronized void accept(SolveStatus status) {
        List<Vertex> vertices = status.vertices().stream()
                .sorted(Comparator.comparing(vertex -> vertex.started().orElse(Instant.MAX)))
                .toList();
        vertices.forEach(this::begin);
        status.logs().forEach(this::print);
        status.statuses().forEach(this::count);
        status.warnings().forEach(this::warn);
        vertices.forEach(this::end);
    }

    /** Number of the step that was made of a vertex. */
    synchronized Optional<Integer> numberOf(VertexDigest vertex) {
        return Optional.ofNullable(steps.get(vertex)).map(step -> step.number);
    }

    private void begin(Vertex vertex) {
        names.putIfAbsent(vertex.digest(), vertex.name());
        if (vertex.started().isEmpty()) {
            return;
        }
        Instant started = vertex.started().get();
        Step known = steps.get(vertex.digest());
        if (known == null) {
            steps.put(vertex.digest(), begun(vertex.name(), started));
        } else if (vertex.completed().isEmpty() && started.isAfter(known.started)) {
            known.started = started;
            known.state = BuildStep.State.STARTED;
            progress.change(started, known.number, BuildStep.State.STARTED, known.worked, null);
        }
    }

    private Step begun(String name, Instant started) {
        return new Step(progress.begin(started, name, lineOf.apply(name)), started);
    }

    private void end(Vertex vertex) {
        Step step = steps.get(vertex.digest());
        if (step == null || vertex.started().isEmpty() || vertex.completed().isEmpty()) {
            return;
        }
        Instant completed = vertex.completed().get();
        BuildStep.State state = state(vertex);
        if (step.completed != null && !completed.isAfter(step.completed) && state == step.state) {
            return;
        }
        if (!completed.equals(step.completed)) {
            step.worked = step.worked.plus(Duration.between(vertex.started().get(), completed));
        }
        step.completed = completed;
        step.state = state;
        progress.change(
                completed,
                step.number,
                state,
                step.worked,
                state == BuildStep.State.FAILED ? vertex.error().orElse(null) : null);
    }

    private static BuildStep.State state(Vertex vertex) {
        if (vertex.cancelled()) {
            return BuildStep.State.CANCELLED;
        }
        if (vertex.error().isPresent()) {
            return BuildStep.State.FAILED;
        }
        return vertex.cached() ? BuildStep.State.CACHED : BuildStep.State.DONE;
    }

    private void print(VertexLog log) {
        progress.output(
                log.timestamp(),
                step(log.vertex(), log.timestamp()),
                log.stream().number(),
                log.bytes());
    }

    private void count(VertexStatus status) {
        String counter = status.vertex() + " " + status.id();
        Instant last = counted.get(counter);
        boolean done = status.completed().isPresent();
        if (!done && last != null && status.timestamp().isBefore(last.plus(BYTES_PAUSE))) {
            return;
        }
        if (last == null && counted.size() >= MAX_COUNTERS) {
            return;
        }
        counted.put(counter, status.timestamp());
        progress.bytes(
                status.timestamp(),
                step(status.vertex(), status.timestamp()),
                status.id(),
                status.current(),
                done ? Math.max(status.total(), status.current()) : status.total());
    }

    private void warn(VertexWarning warning) {
        Matcher linter = LINTER.matcher(warning.summary());
        boolean rule = linter.matches();
        progress.warn(
                Instant.now(),
                new BuildWarning(
                        rule ? linter.group(1) : "",
                        String.join("\n", warning.detail()),
                        warning.url(),
                        rule ? linter.group(2) : warning.summary(),
                        warning.source().map(ProgressFold::ranges).orElse(List.of())));
    }

    static List<LineRange> ranges(SourceLocation source) {
        return source.lines().stream()
                .map(range -> new LineRange(range.firstLine(), range.lastLine()))
                .toList();
    }

    /** A step may print before its beginning was told. */
    private int step(VertexDigest vertex, Instant at) {
        return steps.computeIfAbsent(vertex, digest -> begun(names.getOrDefault(digest, "step"), at)).number;
    }
}
