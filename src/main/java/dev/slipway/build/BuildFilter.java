package dev.slipway.build;

import java.util.Optional;

/**
 * Which builds of a workspace a list shows; what is empty does not matter.
 *
 * @param project its name
 * @param tag {@code repository:tag} that the build asked for
 * @param actor name of the user who asked for the build
 */
public record BuildFilter(
        Optional<String> project, Optional<BuildStatus> status, Optional<ImageTag> tag, Optional<String> actor) {

    public static BuildFilter all() {
        return new BuildFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static BuildFilter ofProject(String name) {
        return new BuildFilter(Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
