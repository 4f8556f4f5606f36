package dev.slipway.buildkit.progress;

import dev.slipway.buildkit.progress.Step.State;
import dev.slipway.buildkit.type.Vertex;
import dev.slipway.buildkit.type.VertexStatus;
import dev.slipway.buildkit.type.VertexWarning;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Folds what is told of one step. A step may be told of again, be started more than once, and the end of a run may come
 * before its start.
 */
final class StepTrace {

    private final int number;
    private final Runs runs = new Runs();
    private final Map<String, VertexStatus> tasks = new LinkedHashMap<>();
    private final List<VertexWarning> warnings = new ArrayList<>();
    private Vertex vertex;

    StepTrace(int number, Vertex first) {
        this.number = number;
        this.vertex = first;
    }

    void accept(Vertex news) {
        news.started().ifPresent(start -> runs.add(start, news.completed()));
        boolean older = news.started().isEmpty() && vertex.started().isPresent();
        boolean endKnown = news.started().equals(vertex.started())
                && news.completed().isEmpty()
                && vertex.completed().isPresent();
        boolean overtaken = isBefore(news.started(), vertex.started());
        if (!older && !endKnown && !overtaken) {
            vertex = news;
        }
    }

    void accept(VertexStatus news) {
        tasks.put(news.id(), news);
    }

    void accept(VertexWarning news) {
        warnings.add(news);
    }

    int number() {
        return number;
    }

    Vertex vertex() {
        return vertex;
    }

    State state() {
        if (runs.isEmpty()) {
            return State.PENDING;
        }
        if (runs.lastEnd().isEmpty()) {
            return State.RUNNING;
        }
        if (vertex.cancelled()) {
            return State.CANCELLED;
        }
        if (vertex.error().isPresent()) {
            return State.FAILED;
        }
        return vertex.cached() ? State.CACHED : State.DONE;
    }

    Optional<Instant> started() {
        return runs.first();
    }

    /** When the last run began. */
    Optional<Instant> lastStarted() {
        return runs.last();
    }

    Optional<Instant> completed() {
        return runs.lastEnd();
    }

    Duration duration() {
        return runs.duration();
    }

    Step step() {
        return new Step(
                number,
                vertex.digest(),
                vertex.inputs(),
                vertex.name(),
                state(),
                started(),
                completed(),
                duration(),
                vertex.error(),
                vertex.group(),
                List.copyOf(tasks.values()),
                warnings);
    }

    private static boolean isBefore(Optional<Instant> a, Optional<Instant> b) {
        return a.isPresent() && b.isPresent() && a.get().isBefore(b.get());
    }
}
