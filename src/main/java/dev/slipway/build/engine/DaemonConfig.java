package dev.slipway.build.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A daemon's {@code buildkitd.toml}.
 *
 * @param root its state folder
 * @param socket where it listens; for its own user only
 * @param runc the program that runs steps
 * @param network what steps get
 * @param rootless how an ordinary user starts it; empty: root does, and steps have cgroups
 * @param path where it looks for programs
 * @param subnet number of the daemon's bridge and of its addresses, 0 to 255
 * @param edge host and port of Slipway's own registry, the mirror of docker.io; empty: no mirror
 * @param cgroup parent of the steps' cgroups
 */
record DaemonConfig(
        Path root,
        Path socket,
        Path runc,
        StepNetwork network,
        Optional<Rootless> rootless,
        String path,
        int subnet,
        String edge,
        String cgroup,
        EngineProperties properties) {

    String toToml() {
        return """
                # Written by Slipway at each start of this daemon.
                root = %s
                insecure-entitlements = []
                [log]
                  format = "text"
                [grpc]
                  address = [%s]
                [otel]
                  socketPath = %s
                [cdi]
                  disabled = true
                [history]
                  maxAge = 172800
                  maxEntries = 20
                [worker.containerd]
                  enabled = false
                [worker.oci]
                  enabled = true
                  snapshotter = "auto"
                  binary = %s
                  max-parallelism = %d
                  %s
                  gc = true
                  reservedSpace = "%dMB"
                  maxUsedSpace = "%dMB"
                  minFreeSpace = "%dMB"
                %s
                [frontend."gateway.v0"]
                  enabled = false
                %s
                """.formatted(
                        quoted(root.toString()),
                        quoted("unix://" + socket),
                        quoted(socket.resolveSibling("otel.sock").toString()),
                        quoted(runc.toString()),
                        properties.steps(),
                        rootless.isPresent() ? "rootless = true" : "defaultCgroupParent = " + quoted(cgroup),
                        properties.cacheReserved().toMegabytes(),
                        properties.cacheMost().toMegabytes(),
                        properties.diskFree().toMegabytes(),
                        networkToml(),
                        registries());
    }

    /** The command line of the daemon {@code program}. */
    List<String> command(Path program, Path file) {
        List<String> command = List.of(program.toString(), "--config", file.toString());
        return rootless.map(around -> around.around(command, socket.resolveSibling("")))
                .orElse(command);
    }

    private String networkToml() {
        return switch (network) {
            case StepNetwork.Bridge bridge ->
                """
                  networkMode = "bridge"
                  cniBinaryPath = %s
                  bridgeName = "slipway%d"
                  bridgeSubnet = "10.89.%d.0/24"
                """.formatted(quoted(bridge.plugins().toString()), subnet, subnet);
            case StepNetwork.Host host -> "  networkMode = \"host\"\n";
        };
    }

    private String registries() {
        return edge.isEmpty() ? "" : """
                [registry."docker.io"]
                  mirrors = [%1$s]
                [registry.%1$s]
                  http = true
                """.formatted(quoted(edge));
    }

    /** A basic string of TOML 1.0. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 0x20 || c == 0x7F) {
                quoted.append("\\u%04X".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
