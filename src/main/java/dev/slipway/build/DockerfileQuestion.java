package dev.slipway.build;

import java.util.Map;
import java.util.Optional;

/**
 * A Dockerfile that BuildKit shall look at without building it.
 *
 * @param dockerfile its path in the project, which also says which ignore file goes with it
 * @param content an unsaved text in its place, at most {@value #MAX_CONTENT} characters
 * @param target the stage in question; the last one when empty
 * @param args values of build arguments
 */
public record DockerfileQuestion(
        String dockerfile, Optional<String> content, Optional<String> target, Map<String, String> args) {

    /** Characters of an unsaved text. */
    public static final int MAX_CONTENT = 1_000_000;

    /** @throws dev.slipway.refusal.Refusal INVALID, with the field that does not fit */
    public DockerfileQuestion {
        args = Map.copyOf(args);
        RequestLimits.check(dockerfile, content, target, args);
    }
}
