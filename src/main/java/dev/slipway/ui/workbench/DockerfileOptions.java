package dev.slipway.ui.workbench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a Dockerfile offers to choose.
 *
 * @param stages names of its stages in order; the last one is built when none is chosen
 */
record DockerfileOptions(List<String> stages, List<Argument> arguments) {

    static final DockerfileOptions NONE = new DockerfileOptions(List.of(), List.of());

    DockerfileOptions {
        stages = List.copyOf(stages);
        arguments = List.copyOf(arguments);
    }

    /** A build argument and its default, null when it has none. */
    record Argument(String name, @Nullable String fallback) {}
}
