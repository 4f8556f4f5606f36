package dev.slipway.buildkit.type;

import dev.slipway.oci.Platform;
import java.util.List;
import java.util.Optional;

/**
 * A step that failed, with all it takes to look into it: {@code gateway.ContainerSpec} makes a container of it. Its ids
 * mean something to the daemon only as long as the build is open.
 *
 * @param process what ran, when it was a {@code RUN}
 * @param mounts of that process; the first is its root file system
 * @param platform that it was to run on
 */
public record FailedStep(Optional<Command> process, List<FailedMount> mounts, Optional<Platform> platform) {

    public FailedStep {
        mounts = List.copyOf(mounts);
    }

    /**
     * A process as it was started.
     *
     * @param env {@code NAME=value}
     */
    public record Command(List<String> args, List<String> env, String directory, String user, boolean hostNetwork) {

        public Command {
            args = List.copyOf(args);
            env = List.copyOf(env);
        }
    }

    /**
     * A mount, and the daemon's ids of what was there.
     *
     * @param before what was mounted, or empty
     * @param after what the process left behind, or empty where it could not write or was never started
     */
    public record FailedMount(StepMount mount, Optional<String> before, Optional<String> after) {}
}
