package bench;

import client.BuildLog;
import client.Refused;
import dev.slipway.buildkit.type.SolveStatus;
import dev.slipway.buildkit.type.VertexStatus;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the daemon counts of the files that it fetches from its client, names and all: it reports "transferring context" in the steps
 * that read the context, and the last count of each step is its whole.
 */
final class TransferredBytes {

    private static final String COUNTER = "transferring context";

    private final Map<String, Long> byStep = new HashMap<>();

    /** A frame of Slipway's log. */
    void addFrame(String frame) {
        for (JsonNode event : BuildLog.events(frame)) {
            if (event.path("type").asString().equals("progress")) {
                count(event, event.path("step").asInt() + "");
            }
        }
    }

    /** A line of {@code buildctl --progress=rawjson}. */
    void addRawJson(String line) {
        if (line.startsWith("{")) {
            for (JsonNode status : JsonMapper.shared().readTree(line).path("statuses")) {
                count(status, status.path("vertex").asString());
            }
        }
    }

    /** A message that the client itself gets. */
    void addStatus(SolveStatus status) {
        for (VertexStatus task : status.statuses()) {
            if (task.id().startsWith(COUNTER)) {
                byStep.merge(task.vertex().value(), task.current(), Math::max);
            }
        }
    }

    long sum() {
        if (byStep.isEmpty()) {
            throw new Refused("The daemon did not say how many bytes of the context it got.");
        }
        return byStep.values().stream().mapToLong(Long::longValue).sum();
    }

    private void count(JsonNode progress, String step) {
        if (progress.path("id").asString().startsWith(COUNTER)) {
            byStep.merge(step, progress.path("current").asLong(), Math::max);
        }
    }
}
