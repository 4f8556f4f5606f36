package dev.slipway.buildkit.progress;

import dev.slipway.buildkit.type.SolveStatus;
import dev.slipway.buildkit.type.SourceLocation;
import dev.slipway.buildkit.type.Vertex;
import dev.slipway.buildkit.type.VertexLog;
import dev.slipway.buildkit.type.VertexStatus;
import dev.slipway.buildkit.type.VertexWarning;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes each message as one line of JSON, byte for byte what {@code buildctl --progress=rawjson} writes. */
public final class RawJsonProgress implements Consumer<SolveStatus> {

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .characterEscapes(new GoEscapes())
                    .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
                    .build())
            .build();

    private final OutputStream out;

    /** Flushes {@code out} after each message and does not close it. */
    public RawJsonProgress(OutputStream out) {
        this.out = out;
    }

    /** @throws UncheckedIOException when it can't be written */
    @Override
    public void accept(SolveStatus status) {
        ObjectNode line = JSON.createObjectNode();
        list(line, "vertexes", status.vertices(), RawJsonProgress::vertex);
        list(line, "statuses", status.statuses(), RawJsonProgress::task);
        list(line, "logs", status.logs(), RawJsonProgress::log);
        list(line, "warnings", status.warnings(), RawJsonProgress::warning);
        try {
            out.write(JSON.writeValueAsBytes(line));
            out.write('\n');
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void vertex(ObjectNode node, Vertex vertex) {
        node.put("digest", vertex.digest().value());
        if (!vertex.inputs().isEmpty()) {
            ArrayNode inputs = node.putArray("inputs");
            vertex.inputs().forEach(input -> inputs.add(input.value()));
        }
        node.put("name", vertex.name());
        time(node, "started", vertex.started());
        time(node, "completed", vertex.completed());
        if (vertex.cached()) {
            node.put("cached", true);
        }
        vertex.error().ifPresent(error -> node.put("error", error));
        vertex.group().ifPresent(group -> group(node.putObject("progressGroup"), group));
    }

    private static void group(ObjectNode node, Vertex.ProgressGroup group) {
        node.put("id", group.id()).put("name", group.name());
        if (group.weak()) {
            node.put("weak", true);
        }
    }

    private static void task(ObjectNode node, VertexStatus task) {
        node.put("id", task.id()).put("vertex", task.vertex().value());
        if (!task.name().isEmpty()) {
            node.put("name", task.name());
        }
        if (task.total() != 0) {
            node.put("total", task.total());
        }
        node.put("current", task.current()).put("timestamp", GoText.time(task.timestamp()));
        time(node, "started", task.started());
        time(node, "completed", task.completed());
    }

    private static void log(ObjectNode node, VertexLog log) {
        node.put("vertex", log.vertex().value())
                .put("stream", log.stream().number())
                .put("data", log.toByteArray())
                .put("timestamp", GoText.time(log.timestamp()));
    }

    private static void warning(ObjectNode node, VertexWarning warning) {
        node.put("vertex", warning.vertex().value())
                .put("level", warning.level())
                .put("short", utf8(warning.summary()));
        if (!warning.detail().isEmpty()) {
            ArrayNode detail = node.putArray("detail");
            warning.detail().forEach(line -> detail.add(utf8(line)));
        }
        if (!warning.url().isEmpty()) {
            node.put("url", warning.url());
        }
        warning.source().ifPresent(source -> source(node, source));
    }

    private static void source(ObjectNode node, SourceLocation source) {
        node.putObject("sourceInfo")
                .put("filename", source.filename())
                .put("data", utf8(source.text()))
                .put("language", source.language());
        list(node, "range", source.ranges(), (range, lines) -> {
            range.putObject("start").put("line", lines.firstLine());
            range.putObject("end").put("line", lines.lastLine());
        });
    }

    private static void time(ObjectNode node, String name, Optional<Instant> time) {
        time.ifPresent(instant -> node.put(name, GoText.time(instant)));
    }

    private static <T> void list(ObjectNode node, String name, List<T> values, BiConsumer<ObjectNode, T> writer) {
        if (!values.isEmpty()) {
            ArrayNode array = node.putArray(name);
            values.forEach(value -> writer.accept(array.addObject(), value));
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
