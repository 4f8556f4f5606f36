package dev.slipway.build.engine;

import dev.slipway.build.EngineCondition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What this machine allows builds to do; found once at start. */
@Component
class EngineHealth implements EngineCondition {

    private static final Logger LOG = LoggerFactory.getLogger(EngineHealth.class);

    private final EnginePrograms programs;
    private final StepNetwork network;

    EngineHealth(EngineProperties properties, EnginePrograms programs) {
        this.programs = programs;
        this.network = StepNetwork.find(properties, programs, isRoot());
    }

    StepNetwork network() {
        return network;
    }

    /** One line at start for whoever watches the console. */
    void report() {
        if (!canBuild()) {
            LOG.warn("Builds can't run yet: {}", sentence());
        } else if (network instanceof StepNetwork.Host) {
            LOG.warn("Builds run without network isolation: {}", sentence());
        }
    }

    @Override
    public boolean canBuild() {
        return programs.buildkitd().isPresent() && programs.runc().isPresent();
    }

    @Override
    public boolean isolated() {
        return network instanceof StepNetwork.Bridge;
    }

    @Override
    public String sentence() {
        if (programs.buildkitd().isEmpty()) {
            return "buildkitd is not installed; ./slipway up installs it.";
        }
        if (programs.runc().isEmpty()) {
            return "runc is not installed; ./slipway up installs it.";
        }
        return switch (network) {
            case StepNetwork.Bridge bridge -> "RUN steps have a network of their own.";
            case StepNetwork.Host host ->
                "RUN steps share this machine's network, its loopback included. " + host.reason();
        };
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
