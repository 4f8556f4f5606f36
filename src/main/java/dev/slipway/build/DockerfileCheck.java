package dev.slipway.build;

import java.util.List;
import java.util.Optional;

/**
 * What BuildKit's own check says of a Dockerfile.
 *
 * @param error why it can't be built at all, when it can't
 */
public record DockerfileCheck(List<Warning> warnings, Optional<Problem> error) {

    public DockerfileCheck {
        warnings = List.copyOf(warnings);
    }

    /**
     * A rule that was broken.
     *
     * @param rule BuildKit's name of it, {@code JSONArgsRecommended}
     * @param description of the rule
     * @param url where it is explained, or empty
     * @param detail what is wrong here
     */
    public record Warning(String rule, String description, String url, String detail, List<TextRange> ranges) {

        public Warning {
            ranges = List.copyOf(ranges);
        }
    }

    /** What BuildKit does not understand. */
    public record Problem(String message, List<TextRange> ranges) {

        public Problem {
            ranges = List.copyOf(ranges);
        }
    }
}
