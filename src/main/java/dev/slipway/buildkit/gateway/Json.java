package dev.slipway.buildkit.gateway;

import dev.slipway.buildkit.type.BuildkitException;
import dev.slipway.buildkit.type.SourceLocation;
import dev.slipway.buildkit.type.SourceRange;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the shapes that all answers share. Go leaves out what is zero and writes {@code null} for an empty list. */
final class Json {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Base64.Decoder BASE64 = Base64.getDecoder();

    private Json() {}

    static JsonNode parse(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new BuildkitException("The frontend's answer is not JSON.", e);
        }
    }

    static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }

    static boolean flag(JsonNode node, String field) {
        return node.path(field).asBoolean(false);
    }

    /** The place of {@code node}, whose file is one of the answer's {@code sources}. */
    static Optional<SourceLocation> location(JsonNode node, JsonNode sources) {
        JsonNode location = node.path("location");
        if (!location.isObject()) {
            return Optional.empty();
        }
        List<SourceRange> ranges = new ArrayList<>();
        location.path("ranges")
                .forEach(range -> ranges.add(new SourceRange(
                        range.path("start").path("line").asInt(0),
                        range.path("end").path("line").asInt(0))));
        JsonNode source = sources.path(location.path("sourceIndex").asInt(0));
        // Lint names its sources, outline and targets give their bare text.
        String data = source.isObject() ? text(source, "data") : source.asString("");
        return Optional.of(SourceLocation.of(
                source.isObject() ? text(source, "filename") : "",
                BASE64.decode(data),
                source.isObject() ? text(source, "language") : "",
                ranges));
    }
}
