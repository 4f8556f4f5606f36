package dev.slipway.build.engine;

import java.nio.file.Path;
import java.util.Optional;

/** What network RUN steps get on this machine. */
sealed interface StepNetwork {

    /** A bridge of the workspace's own: out to the internet, not to this machine's loopback. */
    record Bridge(Path plugins) implements StepNetwork {}

    /**
     * The network of this machine, loopback included.
     *
     * @param reason why it is no bridge, a sentence
     */
    record Host(String reason) implements StepNetwork {}

    static StepNetwork find(EngineProperties properties, EnginePrograms programs) {
        if (properties.network() == EngineProperties.NetworkChoice.HOST) {
            return new Host("It is set so (slipway.engine.network=host).");
        }
        Optional<Path> plugins = programs.cniPlugins();
        if (plugins.isEmpty()) {
            return new Host("A bridge needs the CNI plugins (Debian: containernetworking-plugins).");
        }
        if (programs.onPath("iptables").isEmpty()) {
            return new Host("A bridge needs iptables.");
        }
        return new Bridge(plugins.get());
    }
}
