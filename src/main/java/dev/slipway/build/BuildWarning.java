package dev.slipway.build;

import java.util.List;

/**
 * What BuildKit's linter says about the Dockerfile.
 *
 * @param rule its name, or empty for a warning that is none of the linter's
 * @param description what the rule wants
 * @param url where it is explained, or empty
 * @param detail what is wrong here, one line
 */
public record BuildWarning(String rule, String description, String url, String detail, List<LineRange> ranges) {

    public BuildWarning {
        ranges = List.copyOf(ranges);
    }
}
