package dev.slipway.buildkit.gateway;

import dev.slipway.buildkit.type.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What BuildKit's linter found.
 *
 * @param error why the Dockerfile can't be built at all, when it can't
 */
public record LintReport(List<Warning> warnings, Optional<BuildError> error) {

    public LintReport {
        warnings = List.copyOf(warnings);
    }

    /** Reads the answer to {@code frontend.lint}. */
    public static LintReport parse(byte[] json) {
        JsonNode root = Json.parse(json);
        JsonNode sources = root.path("sources");
        List<Warning> warnings = new ArrayList<>();
        root.path("warnings").forEach(warning -> warnings.add(Warning.of(warning, sources)));
        JsonNode error = root.path("buildError");
        return new LintReport(
                warnings,
                error.isObject()
                        ? Optional.of(new BuildError(Json.text(error, "message"), Json.location(error, sources)))
                        : Optional.empty());
    }

    /**
     * A rule that was broken.
     *
     * @param rule BuildKit's name of it, {@code JSONArgsRecommended}
     * @param description of the rule
     * @param url where it is explained, or empty
     * @param detail what is wrong here
     */
    public record Warning(
            String rule, String description, String url, String detail, Optional<SourceLocation> location) {

        private static Warning of(JsonNode warning, JsonNode sources) {
            return new Warning(
                    Json.text(warning, "ruleName"),
                    Json.text(warning, "description"),
                    Json.text(warning, "url"),
                    Json.text(warning, "detail"),
                    Json.location(warning, sources));
        }
    }

    /** An error of the Dockerfile itself. */
    public record BuildError(String message, Optional<SourceLocation> location) {}
}
