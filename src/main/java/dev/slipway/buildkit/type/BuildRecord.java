package dev.slipway.buildkit.type;

import dev.slipway.oci.Descriptor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A build in the daemon's history.
 *
 * @param ref the daemon's name for it, {@code Solve.ref()}
 * @param attributes the frontend's; build arguments are among them
 * @param error why it failed, when it did
 * @param logs its progress, {@code application/vnd.buildkit.status.v0}, once it is complete
 * @param trace its OpenTelemetry trace
 * @param results what the exporters made, and attestations, by platform; empty for a build without platforms
 * @param pinned kept whatever its age
 */
public record BuildRecord(
        String ref,
        String frontend,
        Map<String, String> attributes,
        List<Exporter> exporters,
        Optional<String> error,
        Instant created,
        Optional<Instant> completed,
        Optional<Descriptor> logs,
        Optional<Descriptor> trace,
        Map<String, Results> results,
        Map<String, String> response,
        boolean pinned,
        Steps steps) {

    public BuildRecord {
        attributes = Map.copyOf(attributes);
        exporters = List.copyOf(exporters);
        results = Map.copyOf(results);
        response = Map.copyOf(response);
    }

    /** A copy whose log can't be read. */
    public BuildRecord withoutLogs() {
        return new BuildRecord(
                ref,
                frontend,
                attributes,
                exporters,
                error,
                created,
                completed,
                Optional.empty(),
                trace,
                results,
                response,
                pinned,
                steps);
    }

    /** What was made, each to be read from the history by its digest. */
    public record Results(List<Descriptor> images, List<Descriptor> attestations) {

        public Results {
            images = List.copyOf(images);
            attestations = List.copyOf(attestations);
        }
    }

    /** How many steps there were. */
    public record Steps(int total, int completed, int cached, int warnings) {}
}
