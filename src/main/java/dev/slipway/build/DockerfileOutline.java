package dev.slipway.build;

import java.util.List;

/** What a Dockerfile offers to choose, as BuildKit reads it. */
public record DockerfileOutline(List<Target> targets, List<Argument> args, List<Mount> secrets, List<Mount> ssh) {

    public DockerfileOutline {
        targets = List.copyOf(targets);
        args = List.copyOf(args);
        secrets = List.copyOf(secrets);
        ssh = List.copyOf(ssh);
    }

    /**
     * A stage that can be built.
     *
     * @param name or empty for an unnamed stage
     * @param isDefault built when none is named
     * @param description the comment above it, or empty
     * @param base what it starts from
     */
    public record Target(String name, boolean isDefault, String description, String base) {}

    /**
     * A build argument of the target.
     *
     * @param description the comment above it, or empty
     * @param value what it is with this question, or empty
     */
    public record Argument(String name, String description, String value) {}

    /** A secret or an SSH agent that a step of the target mounts. */
    public record Mount(String name, boolean required) {}
}
