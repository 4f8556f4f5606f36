package dev.slipway.buildkit.type;

import java.util.List;

/** One message of a build's progress. There is no order between the lists. */
public record SolveStatus(
        List<Vertex> vertices, List<VertexStatus> statuses, List<VertexLog> logs, List<VertexWarning> warnings) {

    public SolveStatus {
        vertices = List.copyOf(vertices);
        statuses = List.copyOf(statuses);
        logs = List.copyOf(logs);
        warnings = List.copyOf(warnings);
    }
}
