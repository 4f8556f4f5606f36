package dev.slipway.build;

import dev.slipway.oci.Digest;
import dev.slipway.oci.Platform;
import dev.slipway.project.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The parts of a build that the database keeps as JSON; the shapes here are those on disk, for all time. */
final class BuildJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private BuildJson() {}

    static String write(BuildRequest request) {
        return JSON.writeValueAsString(new StoredRequest(
                request.revision().map(Revision::value).orElse(null),
                request.dockerfile(),
                request.context(),
                request.target().orElse(null),
                request.args(),
                request.tags().stream().map(ImageTag::toString).toList(),
                request.labels(),
                request.annotations(),
                request.noCache(),
                request.noCacheFilter(),
                request.pull(),
                request.platforms().stream().map(Platform::toString).toList(),
                request.network().word(),
                request.compression().word(),
                request.priority()));
    }

    static BuildRequest readRequest(String json) {
        StoredRequest stored = JSON.readValue(json, StoredRequest.class);
        return BuildRequest.builder()
                .revision(stored.revision == null ? null : new Revision(stored.revision))
                .dockerfile(stored.dockerfile)
                .context(stored.context)
                .target(stored.target)
                .args(stored.args)
                .tags(stored.tags)
                .labels(stored.labels)
                .annotations(stored.annotations)
                .noCache(stored.noCache)
                .noCacheFilter(stored.noCacheFilter)
                .pull(stored.pull)
                .platforms(stored.platforms.stream().map(Platform::parse).toList())
                .network(BuildNetwork.find(stored.network).orElse(BuildNetwork.DEFAULT))
                .compression(Compression.find(stored.compression).orElse(Compression.ZSTD))
                .priority(stored.priority)
                .build();
    }

    static String writeSteps(List<BuildStep> steps) {
        return JSON.writeValueAsString(steps.stream().map(StoredStep::of).toList());
    }

    static List<BuildStep> readSteps(@Nullable String json) {
        return json == null
                ? List.of()
                : List.of(JSON.readValue(json, StoredStep[].class)).stream()
                        .map(StoredStep::toStep)
                        .toList();
    }

    static String writeWarnings(List<BuildWarning> warnings) {
        return JSON.writeValueAsString(warnings);
    }

    static List<BuildWarning> readWarnings(@Nullable String json) {
        return json == null ? List.of() : List.of(JSON.readValue(json, BuildWarning[].class));
    }

    /** The inside of a warning's JSON object, for the log. */
    static String fields(BuildWarning warning) {
        String object = JSON.writeValueAsString(warning);
        return object.substring(1, object.length() - 1);
    }

    static String write(PublishedImage image) {
        return JSON.writeValueAsString(new StoredImage(
                image.digest().toString(),
                image.repository(),
                image.tags(),
                image.size(),
                image.platforms().stream().map(Platform::toString).toList()));
    }

    static Optional<PublishedImage> readImage(@Nullable String json) {
        if (json == null) {
            return Optional.empty();
        }
        StoredImage stored = JSON.readValue(json, StoredImage.class);
        return Optional.of(new PublishedImage(
                Digest.parse(stored.digest),
                stored.repository,
                stored.tags,
                stored.size,
                stored.platforms.stream().map(Platform::parse).toList()));
    }

    static String write(BuildError error) {
        return JSON.writeValueAsString(new StoredError(
                error.message(),
                error.step().orElse(null),
                error.ranges(),
                error.exitCode().orElse(null)));
    }

    static Optional<BuildError> readError(@Nullable String json) {
        if (json == null) {
            return Optional.empty();
        }
        StoredError stored = JSON.readValue(json, StoredError.class);
        return Optional.of(new BuildError(
                stored.message, Optional.ofNullable(stored.step), stored.ranges, Optional.ofNullable(stored.exitCode)));
    }

    /** One event of a log. */
    static BuildEvent readEvent(byte[] json, int offset, int length) {
        StoredEvent event = JSON.readValue(json, offset, length, StoredEvent.class);
        Instant at = Instant.parse(event.at);
        return switch (event.type) {
            case "step" ->
                new BuildEvent.Step(
                        at,
                        event.step,
                        text(event.name),
                        BuildStep.State.of(text(event.state)),
                        event.ms,
                        Optional.ofNullable(event.line),
                        Optional.ofNullable(event.error));
            case "progress" -> new BuildEvent.Progress(at, event.step, text(event.id), event.current, event.total);
            case "log" -> new BuildEvent.Log(at, event.step, event.stream, text(event.text), event.partial);
            case "warning" ->
                new BuildEvent.Warning(
                        at,
                        new BuildWarning(
                                text(event.rule),
                                text(event.description),
                                text(event.url),
                                text(event.detail),
                                event.ranges == null ? List.of() : event.ranges));
            case "build" ->
                new BuildEvent.Ended(at, BuildStatus.find(text(event.status)).orElse(BuildStatus.INTERRUPTED));
            default -> throw new IllegalStateException("No event of a build: " + event.type);
        };
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    record StoredRequest(
            @Nullable String revision,
            String dockerfile,
            String context,
            @Nullable String target,
            Map<String, String> args,
            List<String> tags,
            Map<String, String> labels,
            Map<String, String> annotations,
            boolean noCache,
            List<String> noCacheFilter,
            boolean pull,
            List<String> platforms,
            String network,
            String compression,
            int priority) {}

    record StoredStep(
            int number,
            String name,
            String state,
            String startedAt,
            long ms,
            @Nullable Integer line,
            @Nullable String error) {

        static StoredStep of(BuildStep step) {
            return new StoredStep(
                    step.number(),
                    step.name(),
                    step.state().word(),
                    step.startedAt().toString(),
                    step.ms(),
                    step.line().orElse(null),
                    step.error().orElse(null));
        }

        BuildStep toStep() {
            return new BuildStep(
                    number,
                    name,
                    BuildStep.State.of(state),
                    Instant.parse(startedAt),
                    ms,
                    Optional.ofNullable(line),
                    Optional.ofNullable(error));
        }
    }

    record StoredImage(String digest, String repository, List<String> tags, long size, List<String> platforms) {}

    record StoredError(
            String message,
            @Nullable Integer step,
            List<LineRange> ranges,
            @Nullable Integer exitCode) {}

    record StoredEvent(
            String type,
            String at,
            int step,
            @Nullable String name,
            @Nullable String state,
            long ms,
            @Nullable Integer line,
            @Nullable String error,
            @Nullable String id,
            long current,
            long total,
            int stream,
            @Nullable String text,
            boolean partial,
            @Nullable String rule,
            @Nullable String description,
            @Nullable String url,
            @Nullable String detail,
            @Nullable List<LineRange> ranges,
            @Nullable String status) {}
}
