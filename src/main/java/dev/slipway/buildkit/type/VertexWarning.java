package dev.slipway.buildkit.type;

import java.util.List;
import java.util.Optional;

/**
 * A warning of the frontend, mostly from its linter.
 *
 * @param level 1 is the most serious
 * @param summary one line, {@code RuleName: text (line N)} from the linter
 * @param detail the rule's description
 * @param url where the rule is explained, or empty
 */
public record VertexWarning(
        VertexDigest vertex,
        int level,
        String summary,
        List<String> detail,
        String url,
        Optional<SourceLocation> source) {

    public VertexWarning {
        detail = List.copyOf(detail);
    }
}
