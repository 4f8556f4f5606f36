package dev.slipway.build.engine;

import dev.slipway.build.EngineCondition;
import dev.slipway.home.Home;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What this machine and its user allow builds to do; found once at start. */
@Component
class EngineHealth implements EngineCondition {

    private static final Logger LOG = LoggerFactory.getLogger(EngineHealth.class);

    private final EnginePrograms programs;
    private final StepNetwork network;
    private final Optional<Rootless> rootless;
    private final List<String> obstacles = new ArrayList<>();

    EngineHealth(EngineProperties properties, EnginePrograms programs, Home home) {
        this.programs = programs;
        this.network = StepNetwork.find(properties, programs);
        String user = System.getProperty("user.name");
        boolean root = "root".equals(user);
        this.rootless = root ? Optional.empty() : programs.rootlesskit().map(Rootless::new);
        if (!root) {
            obstacles.addAll(Rootless.obstacles(programs, user));
        }
        Daemons.socketObstacle(home).ifPresent(obstacles::add);
    }

    StepNetwork network() {
        return network;
    }

    /** How buildkitd is started for a user who is not root. */
    Optional<Rootless> rootless() {
        return rootless;
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
        return programs.buildkitd().isPresent() && programs.runc().isPresent() && obstacles.isEmpty();
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
        if (!obstacles.isEmpty()) {
            return String.join("; ", obstacles) + ".";
        }
        return switch (network) {
            case StepNetwork.Bridge bridge -> "RUN steps have a network of their own.";
            case StepNetwork.Host host ->
                "RUN steps share this machine's network, its loopback included. " + host.reason();
        };
    }
}
