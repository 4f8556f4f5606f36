package dev.slipway.buildkit.type;

import dev.slipway.oci.Platform;
import java.util.List;
import java.util.Map;

/** A worker of the daemon, with the platforms it can run. */
public record Worker(String id, Map<String, String> labels, List<Platform> platforms) {

    public Worker {
        labels = Map.copyOf(labels);
        platforms = List.copyOf(platforms);
    }
}
