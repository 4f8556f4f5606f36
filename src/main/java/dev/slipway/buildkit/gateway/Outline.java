package dev.slipway.buildkit.gateway;

import dev.slipway.buildkit.type.SourceLocation;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a target takes.
 *
 * @param name of the target, or empty for an unnamed stage
 * @param description the comment above the stage, or empty
 */
public record Outline(String name, String description, List<Argument> arguments, List<Mount> secrets, List<Mount> ssh) {

    public Outline {
        arguments = List.copyOf(arguments);
        secrets = List.copyOf(secrets);
        ssh = List.copyOf(ssh);
    }

    /** Reads the answer to {@code frontend.outline}. */
    public static Outline parse(byte[] json) {
        JsonNode root = Json.parse(json);
        JsonNode sources = root.path("sources");
        return new Outline(
                Json.text(root, "name"),
                Json.text(root, "description"),
                root.path("args")
                        .valueStream()
                        .map(arg -> Argument.of(arg, sources))
                        .toList(),
                mounts(root.path("secrets"), sources),
                mounts(root.path("ssh"), sources));
    }

    private static List<Mount> mounts(JsonNode list, JsonNode sources) {
        return list.valueStream()
                .map(mount -> new Mount(
                        Json.text(mount, "name"), Json.flag(mount, "required"), Json.location(mount, sources)))
                .toList();
    }

    /**
     * A build argument.
     *
     * @param description the comment above it, or empty
     * @param value what it is with this request, or empty
     */
    public record Argument(String name, String description, String value, Optional<SourceLocation> location) {

        private static Argument of(JsonNode argument, JsonNode sources) {
            return new Argument(
                    Json.text(argument, "name"),
                    Json.text(argument, "description"),
                    Json.text(argument, "value"),
                    Json.location(argument, sources));
        }
    }

    /** A secret or an SSH agent that a step mounts. */
    public record Mount(String name, boolean required, Optional<SourceLocation> location) {}
}
