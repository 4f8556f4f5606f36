package dev.slipway.build.engine;

import dev.slipway.build.BuildEvent;
import dev.slipway.build.BuildId;
import dev.slipway.build.BuildLog;
import dev.slipway.build.BuildStep;
import dev.slipway.build.BuildWarning;
import dev.slipway.build.log.LogSlice;
import dev.slipway.buildkit.progress.RawJsonProgress;
import dev.slipway.buildkit.type.LogStream;
import dev.slipway.buildkit.type.SolveStatus;
import dev.slipway.buildkit.type.SourceLocation;
import dev.slipway.buildkit.type.SourceRange;
import dev.slipway.buildkit.type.Vertex;
import dev.slipway.buildkit.type.VertexDigest;
import dev.slipway.buildkit.type.VertexLog;
import dev.slipway.buildkit.type.VertexStatus;
import dev.slipway.buildkit.type.VertexWarning;
import dev.slipway.oci.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A log in the words of {@code buildctl --progress=rawjson}, for tools that read those. It is made of the stored events: a
 * step's digest stands for its number in this build, and its inputs are not told.
 */
public final class RawJsonLog {

    private final BuildId build;
    private final @Nullable Integer only;
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final RawJsonProgress json = new RawJsonProgress(lines);
    private final Map<Integer, Instant> started = new HashMap<>();

    /** @param only shows one step only, or all when it is null */
    public RawJsonLog(BuildId build, @Nullable Integer only) {
        this.build = build;
        this.only = only;
    }

    /** One line of JSON for each event that has a meaning there. */
    public byte[] render(LogSlice slice) throws IOException {
        lines.reset();
        for (BuildEvent event : BuildLog.events(slice)) {
            switch (event) {
                case BuildEvent.Step step when isWanted(step.step()) -> vertex(step);
                case BuildEvent.Progress progress when isWanted(progress.step()) -> task(progress);
                case BuildEvent.Log log when isWanted(log.step()) -> log(log);
                case BuildEvent.Warning warning when only == null -> warning(warning.warning());
                default -> {}
            }
        }
        return lines.toByteArray();
    }

    private boolean isWanted(int step) {
        return only == null || only == step;
    }

    private void vertex(BuildEvent.Step step) {
        boolean begins = step.state() == BuildStep.State.STARTED;
        if (begins) {
            started.put(step.step(), step.at());
        }
        Optional<Instant> end = begins ? Optional.empty() : Optional.of(step.at());
        Instant start = started.getOrDefault(step.step(), step.at());
        Vertex vertex = new Vertex(
                digest(step.step()),
                List.of(),
                step.name(),
                step.state() == BuildStep.State.CACHED,
                Optional.of(start),
                end,
                error(step),
                Optional.empty());
        json.accept(new SolveStatus(List.of(vertex), List.of(), List.of(), List.of()));
    }

    private static Optional<String> error(BuildEvent.Step step) {
        return switch (step.state()) {
            case FAILED -> Optional.of(step.error().orElse("failed"));
            case CANCELLED -> Optional.of("context canceled");
            case STARTED, CACHED, DONE -> Optional.empty();
        };
    }

    private void task(BuildEvent.Progress progress) {
        boolean done = progress.total() > 0 && progress.current() >= progress.total();
        VertexStatus task = new VertexStatus(
                digest(progress.step()),
                progress.id(),
                "",
                progress.current(),
                progress.total(),
                progress.at(),
                Optional.ofNullable(started.get(progress.step())),
                done ? Optional.of(progress.at()) : Optional.empty());
        json.accept(new SolveStatus(List.of(), List.of(task), List.of(), List.of()));
    }

    private void log(BuildEvent.Log log) {
        String text = log.partial() ? log.text() : log.text() + "\n";
        VertexLog printed = new VertexLog(
                digest(log.step()),
                log.at(),
                log.stream() == LogStream.STDERR.number() ? LogStream.STDERR : LogStream.STDOUT,
                ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        json.accept(new SolveStatus(List.of(), List.of(), List.of(printed), List.of()));
    }

    private void warning(BuildWarning warning) {
        VertexWarning told = new VertexWarning(
                digest(0),
                1,
                warning.rule().isEmpty() ? warning.detail() : warning.rule() + ": " + warning.detail(),
                warning.description().isEmpty()
                        ? List.of()
                        : List.of(warning.description().split("\n", -1)),
                warning.url(),
                warning.ranges().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new SourceLocation(
                                "Dockerfile",
                                "",
                                "Dockerfile",
                                warning.ranges().stream()
                                        .map(lines -> new SourceRange(lines.startLine(), lines.endLine()))
                                        .toList())));
        json.accept(new SolveStatus(List.of(), List.of(), List.of(), List.of(told)));
    }

    private VertexDigest digest(int step) {
        return new VertexDigest(Digest.of(build.value() + "/" + step).toString());
    }
}
