package dev.slipway.build.engine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Addresses that a killed daemon's steps still hold. Their network namespaces went with the daemon, but the CNI plugin
 * host-local keeps a file per address, named by it, whose first line is the namespace's id; BuildKit can't release what has no
 * namespace any more, and a bridge has 253 addresses.
 */
final class NetworkLeftovers {

    /** Where host-local keeps addresses of the network that BuildKit names {@code buildkit}, on every machine. */
    static final Path ADDRESSES = Path.of("/var/lib/cni/networks/buildkit");

    private static final Logger LOG = LoggerFactory.getLogger(NetworkLeftovers.class);

    private NetworkLeftovers() {}

    /** To be called when no step of the daemon runs. */
    static void release(Path state, Path addresses) {
        Path namespaces = state.resolve("net").resolve("cni");
        if (!Files.isDirectory(namespaces) || !Files.isDirectory(addresses)) {
            return;
        }
        try {
            Set<String> ids = names(namespaces);
            if (ids.isEmpty()) {
                return;
            }
            try (DirectoryStream<Path> held = Files.newDirectoryStream(addresses, "[0-9]*")) {
                for (Path address : held) {
                    if (ids.contains(holder(address))) {
                        Files.deleteIfExists(address);
                    }
                }
            }
        } catch (IOException e) {
            LOG.warn("Addresses of steps that are gone can't be released", e);
        }
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            Set<String> names = new HashSet<>();
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
            return names;
        }
    }

    private static String holder(Path address) throws IOException {
        return Files.readString(address).lines().findFirst().orElse("").strip();
    }
}
