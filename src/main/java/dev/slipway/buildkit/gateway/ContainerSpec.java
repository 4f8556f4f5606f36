package dev.slipway.buildkit.gateway;

import dev.slipway.buildkit.type.FailedStep;
import dev.slipway.buildkit.type.FailedStep.FailedMount;
import dev.slipway.buildkit.type.StepMount;
import dev.slipway.oci.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A container to be.
 *
 * @param mounts one of them is at {@code /}
 * @param network what its processes reach
 * @param hosts addresses by name
 */
public record ContainerSpec(
        List<Mounted> mounts,
        Network network,
        Optional<Platform> platform,
        Map<String, String> hosts,
        Optional<String> hostname) {

    public ContainerSpec {
        mounts = List.copyOf(mounts);
        hosts = Map.copyOf(hosts);
        if (mounts.stream().noneMatch(mounted -> mounted.mount().path().equals("/"))) {
            throw new IllegalArgumentException("a container has something at '/'");
        }
    }

    /** A container whose root is a result. Its processes may write; that is thrown away. */
    public static ContainerSpec of(ResultRef root) {
        return new ContainerSpec(
                List.of(new Mounted(StepMount.bind("/"), Optional.of(root.id()))),
                Network.SANDBOX,
                Optional.empty(),
                Map.of(),
                Optional.empty());
    }

    /**
     * A container with a failed step's mounts.
     *
     * @param state as the step found them, or as it left them
     * @return empty when there is nothing to look at: the step was no process, or failed before its mounts were ready
     */
    public static Optional<ContainerSpec> of(FailedStep step, StepState state) {
        List<Mounted> mounts = new ArrayList<>();
        for (FailedMount mount : step.mounts()) {
            Optional<String> result = state == StepState.BEFORE ? mount.before() : mount.after();
            if (mount.mount().kind() == StepMount.Kind.BIND && result.isEmpty()) {
                if (mount.mount().path().equals("/")) {
                    return Optional.empty();
                }
                continue;
            }
            mounts.add(new Mounted(mount.mount(), result));
        }
        boolean host = step.process().map(FailedStep.Command::hostNetwork).orElse(false);
        return step.process().isEmpty() || mounts.isEmpty()
                ? Optional.empty()
                : Optional.of(new ContainerSpec(
                        mounts, host ? Network.HOST : Network.SANDBOX, step.platform(), Map.of(), Optional.empty()));
    }

    /** A result at a further path. */
    public ContainerSpec with(StepMount mount, ResultRef result) {
        return with(new Mounted(mount, Optional.of(result.id())));
    }

    /** A mount without a result: a cache, a secret, an agent, a temporary file system. */
    public ContainerSpec with(StepMount mount) {
        return with(new Mounted(mount, Optional.empty()));
    }

    /** A copy that reaches something else. */
    public ContainerSpec withNetwork(Network other) {
        return new ContainerSpec(mounts, other, platform, hosts, hostname);
    }

    /** A copy that finds an address under a name more. */
    public ContainerSpec withHost(String name, String address) {
        Map<String, String> more = new TreeMap<>(hosts);
        more.put(name, address);
        return new ContainerSpec(mounts, network, platform, more, hostname);
    }

    /** A copy with another name of its own. */
    public ContainerSpec withHostname(String name) {
        return new ContainerSpec(mounts, network, platform, hosts, Optional.of(name));
    }

    private ContainerSpec with(Mounted mounted) {
        List<Mounted> more = new ArrayList<>(mounts);
        more.add(mounted);
        return new ContainerSpec(more, network, platform, hosts, hostname);
    }

    /** When a step's mounts are looked at. */
    public enum StepState {
        /** As it was when the command began. */
        BEFORE,

        /** As the failed command left it. */
        AFTER
    }

    /** What processes reach; {@code HOST} needs the build's entitlement. */
    public enum Network {
        /** What the daemon's steps reach. */
        SANDBOX,

        /** The daemon's own network, which needs the entitlement. */
        HOST,

        /** Loopback only. */
        NONE
    }

    /** @param result the daemon's id of what is mounted, when that is a result */
    public record Mounted(StepMount mount, Optional<String> result) {}
}
