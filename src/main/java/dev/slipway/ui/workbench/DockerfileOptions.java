package dev.slipway.ui.workbench;

import dev.slipway.dockerfile.Argument;
import dev.slipway.dockerfile.Dockerfile;
import java.util.List;

/**
 * What a Dockerfile offers to choose.
 *
 * @param stages names of its stages in order, numbers for those without; the last one is built when none is chosen
 */
record DockerfileOptions(List<String> stages, List<Argument> arguments) {

    static final DockerfileOptions NONE = new DockerfileOptions(List.of(), List.of());

    DockerfileOptions {
        stages = List.copyOf(stages);
        arguments = List.copyOf(arguments);
    }

    /** Reads what somebody is typing; what is not understood is passed over, since BuildKit is the judge. */
    static DockerfileOptions of(String dockerfile) {
        Dockerfile read = Dockerfile.parse(dockerfile);
        return new DockerfileOptions(read.targets(), read.arguments());
    }
}
