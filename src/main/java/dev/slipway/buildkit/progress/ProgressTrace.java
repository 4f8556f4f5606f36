package dev.slipway.buildkit.progress;

import dev.slipway.buildkit.progress.Step.State;
import dev.slipway.buildkit.type.SolveStatus;
import dev.slipway.buildkit.type.Vertex;
import dev.slipway.buildkit.type.VertexDigest;
import dev.slipway.buildkit.type.VertexStatus;
import dev.slipway.buildkit.type.VertexWarning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Folds a build's progress into its steps. Logs are not kept. Not safe for use by several threads at once.
 */
public final class ProgressTrace {

    private final Map<VertexDigest, StepTrace> steps = new LinkedHashMap<>();
    private final List<VertexWarning> strayWarnings = new ArrayList<>();

    /** Takes in a message. Returns the steps that it told of, each once. */
    public List<Step> accept(SolveStatus status) {
        Map<VertexDigest, StepTrace> touched = new LinkedHashMap<>();
        for (Vertex vertex : status.vertices()) {
            StepTrace step = steps.computeIfAbsent(vertex.digest(), digest -> new StepTrace(steps.size() + 1, vertex));
            step.accept(vertex);
            touched.put(vertex.digest(), step);
        }
        for (VertexStatus task : status.statuses()) {
            trace(task.vertex()).ifPresent(step -> {
                step.accept(task);
                touched.put(task.vertex(), step);
            });
        }
        for (VertexWarning warning : status.warnings()) {
            trace(warning.vertex())
                    .ifPresentOrElse(
                            step -> {
                                step.accept(warning);
                                touched.put(warning.vertex(), step);
                            },
                            () -> strayWarnings.add(warning));
        }
        return touched.values().stream().map(StepTrace::step).toList();
    }

    /** All steps, in the order in which they were first heard of. */
    public List<Step> steps() {
        return steps.values().stream().map(StepTrace::step).toList();
    }

    /** What is known of one step. */
    public Optional<Step> step(VertexDigest digest) {
        return trace(digest).map(StepTrace::step);
    }

    /** The steps that failed by themselves, not because another one did. */
    public List<Step> failed() {
        return steps().stream().filter(step -> step.state() == State.FAILED).toList();
    }

    /** All warnings, those of unknown steps last. */
    public List<VertexWarning> warnings() {
        List<VertexWarning> all = new ArrayList<>();
        steps().forEach(step -> all.addAll(step.warnings()));
        all.addAll(strayWarnings);
        return all;
    }

    Optional<StepTrace> trace(VertexDigest digest) {
        return Optional.ofNullable(steps.get(digest));
    }
}
