package dev.slipway.buildkit.gateway;

import dev.slipway.buildkit.type.SourceLocation;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A stage that can be built.
 *
 * @param name or empty for an unnamed stage, which can be built only when it is the default
 * @param isDefault built when a request names no target
 * @param description the comment above it, or empty
 * @param base what it starts from
 */
public record Target(
        String name,
        boolean isDefault,
        String description,
        String base,
        String platform,
        Optional<SourceLocation> location) {

    /** Reads the answer to {@code frontend.targets}. */
    public static List<Target> parse(byte[] json) {
        JsonNode root = Json.parse(json);
        JsonNode sources = root.path("sources");
        return root.path("targets")
                .valueStream()
                .map(target -> of(target, sources))
                .toList();
    }

    private static Target of(JsonNode target, JsonNode sources) {
        return new Target(
                Json.text(target, "name"),
                Json.flag(target, "default"),
                Json.text(target, "description"),
                Json.text(target, "base"),
                Json.text(target, "platform"),
                Json.location(target, sources));
    }
}
