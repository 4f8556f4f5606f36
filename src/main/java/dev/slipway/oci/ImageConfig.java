package dev.slipway.oci;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an image is and how it starts (OCI image-spec, image configuration). An image without layers has empty
 * {@code diffIds}, also where BuildKit writes {@code null}.
 *
 * @param diffIds digests of the uncompressed layers, lowest first
 * @param history one entry per instruction, oldest first; entries with {@link History#emptyLayer()} made no layer
 */
public record ImageConfig(
        Platform platform,
        Optional<Instant> created,
        Optional<String> author,
        Execution execution,
        List<Digest> diffIds,
        List<History> history) {

    public ImageConfig {
        diffIds = List.copyOf(diffIds);
        history = List.copyOf(history);
    }

    /**
     * How a container of the image starts.
     *
     * @param env {@code NAME=value}, in order
     * @param exposedPorts {@code 5000/tcp}
     */
    public record Execution(
            String user,
            List<String> env,
            List<String> entrypoint,
            List<String> cmd,
            String workingDir,
            List<String> exposedPorts,
            List<String> volumes,
            Map<String, String> labels,
            String stopSignal,
            Optional<Healthcheck> healthcheck) {

        public Execution {
            env = List.copyOf(env);
            entrypoint = List.copyOf(entrypoint);
            cmd = List.copyOf(cmd);
            exposedPorts = List.copyOf(exposedPorts);
            volumes = List.copyOf(volumes);
            labels = Map.copyOf(labels);
        }
    }

    /**
     * Docker's extension of the config.
     *
     * @param test {@code [NONE]}, {@code [CMD, …]} or {@code [CMD-SHELL, …]}
     */
    public record Healthcheck(
            List<String> test,
            Optional<Duration> interval,
            Optional<Duration> timeout,
            Optional<Duration> startPeriod,
            int retries) {

        public Healthcheck {
            test = List.copyOf(test);
        }
    }

    /**
     * One instruction.
     *
     * @param createdBy for instance {@code RUN /bin/sh -c apt-get update # buildkit}, or empty
     * @param emptyLayer true for instructions that changed the config only
     */
    public record History(
            Optional<Instant> created, String createdBy, String author, String comment, boolean emptyLayer) {}
}
