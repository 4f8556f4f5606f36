package dev.slipway.build.engine;

import dev.slipway.buildkit.session.filesync.PathMatcher;
import dev.slipway.dockerfile.DockerIgnore;
import java.util.List;

/** What a {@code .dockerignore} leaves out of the build context, judged by the matcher that also sends the context. */
public final class ContextRules {

    /** No rules: the whole tree may be sent. */
    public static final ContextRules EVERYTHING = new ContextRules(PathMatcher.of(List.of()));

    private final PathMatcher rules;

    private ContextRules(PathMatcher rules) {
        this.rules = rules;
    }

    /** Reads a text while somebody edits it: a text with a pattern that BuildKit would refuse leaves nothing out. */
    public static ContextRules of(String dockerignore) {
        try {
            return new ContextRules(
                    PathMatcher.of(DockerIgnore.parse(dockerignore).patterns()));
        } catch (IllegalArgumentException malformed) {
            return EVERYTHING;
        }
    }

    /** @param path from the context's root, for instance {@code web/node_modules/left-pad/index.js} */
    public boolean leavesOut(String path) {
        return rules.matches(path);
    }
}
