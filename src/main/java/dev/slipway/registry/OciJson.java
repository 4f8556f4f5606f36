package dev.slipway.registry;

import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Digest;
import dev.slipway.oci.ImageConfig;
import dev.slipway.oci.ImageConfig.Execution;
import dev.slipway.oci.ImageConfig.Healthcheck;
import dev.slipway.oci.ImageConfig.History;
import dev.slipway.oci.ImageIndex;
import dev.slipway.oci.ImageManifest;
import dev.slipway.oci.Platform;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the JSON of the OCI image-spec and of Docker's schema 2. What strangers push is read with patience: an unknown
 * field is skipped and a null list is an empty one, but a digest that is none is an error.
 */
public final class OciJson {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private OciJson() {}

    /** @throws IllegalArgumentException when the content is not an image manifest */
    public static ImageManifest manifest(String mediaType, byte[] content) {
        JsonNode json = read(content);
        return new ImageManifest(
                mediaType,
                descriptor(json.path("config")),
                list(json.path("layers"), OciJson::descriptor),
                strings(json.path("annotations")),
                text(json, "artifactType"),
                optional(json.path("subject"), OciJson::descriptor));
    }

    /** @throws IllegalArgumentException when the content is not an image index */
    public static ImageIndex index(String mediaType, byte[] content) {
        JsonNode json = read(content);
        return new ImageIndex(
                mediaType,
                list(json.path("manifests"), OciJson::descriptor),
                strings(json.path("annotations")),
                text(json, "artifactType"),
                optional(json.path("subject"), OciJson::descriptor));
    }

    /** @throws IllegalArgumentException when the content is not an image configuration */
    public static ImageConfig config(byte[] content) {
        JsonNode json = read(content);
        return new ImageConfig(
                new Platform(
                        text(json, "os").orElse("unknown"),
                        text(json, "architecture").orElse("unknown"),
                        text(json, "variant").orElse(""),
                        text(json, "os.version").orElse("")),
                instant(json, "created"),
                text(json, "author"),
                execution(json.path("config")),
                list(json.path("rootfs").path("diff_ids"), node -> Digest.parse(node.asString(""))),
                list(json.path("history"), OciJson::history));
    }

    /** The {@code mediaType} that the content names itself, for a client that sent no Content-Type. */
    public static Optional<String> mediaType(byte[] content) {
        return text(read(content), "mediaType");
    }

    private static JsonNode read(byte[] content) {
        JsonNode json;
        try {
            json = JSON.readTree(content);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("this is not JSON: " + e.getOriginalMessage(), e);
        }
        if (!json.isObject()) {
            throw new IllegalArgumentException("this is not a JSON object");
        }
        return json;
    }

    private static Descriptor descriptor(JsonNode json) {
        return new Descriptor(
                text(json, "mediaType").orElse(""),
                Digest.parse(text(json, "digest").orElse("")),
                json.path("size").asLong(0),
                optional(json.path("platform"), OciJson::platform),
                strings(json.path("annotations")),
                text(json, "artifactType"));
    }

    private static Platform platform(JsonNode json) {
        return new Platform(
                text(json, "os").orElse("unknown"),
                text(json, "architecture").orElse("unknown"),
                text(json, "variant").orElse(""),
                text(json, "os.version").orElse(""));
    }

    private static Execution execution(JsonNode json) {
        return new Execution(
                text(json, "User").orElse(""),
                list(json.path("Env"), node -> node.asString("")),
                list(json.path("Entrypoint"), node -> node.asString("")),
                list(json.path("Cmd"), node -> node.asString("")),
                text(json, "WorkingDir").orElse(""),
                names(json.path("ExposedPorts")),
                names(json.path("Volumes")),
                strings(json.path("Labels")),
                text(json, "StopSignal").orElse(""),
                optional(json.path("Healthcheck"), OciJson::healthcheck));
    }

    private static Healthcheck healthcheck(JsonNode json) {
        return new Healthcheck(
                list(json.path("Test"), node -> node.asString("")),
                nanos(json, "Interval"),
                nanos(json, "Timeout"),
                nanos(json, "StartPeriod"),
                json.path("Retries").asInt(0));
    }

    private static History history(JsonNode json) {
        return new History(
                instant(json, "created"),
                text(json, "created_by").orElse(""),
                text(json, "author").orElse(""),
                text(json, "comment").orElse(""),
                json.path("empty_layer").asBoolean(false));
    }

    private static Optional<String> text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        return value.isString() ? Optional.of(value.asString()) : Optional.empty();
    }

    private static Optional<Instant> instant(JsonNode json, String field) {
        try {
            return text(json, field).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> nanos(JsonNode json, String field) {
        JsonNode value = json.path(field);
        return value.isNumber() && value.asLong() > 0
                ? Optional.of(Duration.ofNanos(value.asLong()))
                : Optional.empty();
    }

    private static <T> Optional<T> optional(JsonNode json, Function<JsonNode, T> mapping) {
        return json.isObject() ? Optional.of(mapping.apply(json)) : Optional.empty();
    }

    private static <T> List<T> list(JsonNode json, Function<JsonNode, T> mapping) {
        return IntStream.range(0, json.isArray() ? json.size() : 0)
                .mapToObj(i -> mapping.apply(json.path(i)))
                .toList();
    }

    private static List<String> names(JsonNode json) {
        return json.isObject() ? List.copyOf(json.propertyNames()) : List.of();
    }

    private static Map<String, String> strings(JsonNode json) {
        Map<String, String> strings = new LinkedHashMap<>();
        if (json.isObject()) {
            json.properties()
                    .forEach(entry ->
                            strings.put(entry.getKey(), entry.getValue().asString("")));
        }
        return strings;
    }
}
