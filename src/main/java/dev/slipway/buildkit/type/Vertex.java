package dev.slipway.buildkit.type;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * News of a step. The same step comes again and again: not started, started, completed, and sometimes started once more;
 * {@code progress.ProgressTrace} folds that.
 *
 * @param inputs the steps it needs
 * @param name what people read, {@code [2/4] RUN apt-get update}
 * @param cached the result was there already
 * @param error empty as long as the step has not failed
 * @param group the steps that are shown as one, {@code COPY --link} for instance
 */
public record Vertex(
        VertexDigest digest,
        List<VertexDigest> inputs,
        String name,
        boolean cached,
        Optional<Instant> started,
        Optional<Instant> completed,
        Optional<String> error,
        Optional<ProgressGroup> group) {

    public Vertex {
        inputs = List.copyOf(inputs);
    }

    /** True for a step that the person's own cancel, or another step's failure, ended. */
    public boolean cancelled() {
        return error.filter(text -> text.endsWith("context canceled")).isPresent();
    }

    /**
     * Steps that are shown under one name.
     *
     * @param weak the group is hidden when another, stronger one holds its steps
     */
    public record ProgressGroup(String id, String name, boolean weak) {}
}
