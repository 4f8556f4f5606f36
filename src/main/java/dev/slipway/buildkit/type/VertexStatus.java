package dev.slipway.buildkit.type;

import java.time.Instant;
import java.util.Optional;

/**
 * News of one task within a step, such as a layer being pulled.
 *
 * @param id what people read, {@code extracting sha256:…}; unique within its step
 * @param name the action, {@code downloading} or {@code done}
 * @param current bytes done, when the task moves bytes
 * @param total bytes to do, 0 when not known
 */
public record VertexStatus(
        VertexDigest vertex,
        String id,
        String name,
        long current,
        long total,
        Instant timestamp,
        Optional<Instant> started,
        Optional<Instant> completed) {}
