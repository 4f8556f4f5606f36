package dev.slipway.ui.workbench;

import dev.slipway.build.DockerfileOutline;
import dev.slipway.dockerfile.Argument;
import dev.slipway.dockerfile.Dockerfile;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a Dockerfile offers to choose.
 *
 * @param stages names of its stages in order, numbers for those without; the last one is built when none is chosen
 * @param descriptions of arguments, from the comments above them, by name
 * @param secrets those that steps mount
 */
record DockerfileOptions(
        List<String> stages,
        List<Argument> arguments,
        Map<String, String> descriptions,
        List<DockerfileOutline.Mount> secrets) {

    static final DockerfileOptions NONE = new DockerfileOptions(List.of(), List.of(), Map.of(), List.of());

    DockerfileOptions {
        stages = List.copyOf(stages);
        arguments = List.copyOf(arguments);
        descriptions = Map.copyOf(descriptions);
        secrets = List.copyOf(secrets);
    }

    /** Reads what somebody is typing; what is not understood is passed over, since BuildKit is the judge. */
    static DockerfileOptions of(String dockerfile) {
        Dockerfile read = Dockerfile.parse(dockerfile);
        return new DockerfileOptions(read.targets(), read.arguments(), Map.of(), List.of());
    }

    /** With what only BuildKit knows. */
    DockerfileOptions with(DockerfileOutline outline) {
        Map<String, String> said = outline.args().stream()
                .filter(argument -> !argument.description().isEmpty())
                .collect(Collectors.toMap(
                        DockerfileOutline.Argument::name,
                        DockerfileOutline.Argument::description,
                        (first, second) -> first));
        return new DockerfileOptions(stages, arguments, said, outline.secrets());
    }
}
