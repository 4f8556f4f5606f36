package dev.slipway.build.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.home.Home;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class RootlessTest {

    @Test
    void aHomeThatLeavesNoRoomForASocketIsSaid() {
        String longest = "/" + "h".repeat(70);

        assertThat(Daemons.socketObstacle(new Home(Path.of(longest)))).isEmpty();
        assertThat(Daemons.socketObstacle(new Home(Path.of(longest + "hh"))))
                .hasValueSatisfying(
                        sentence -> assertThat(sentence).startsWith("the path of SLIPWAY_HOME is 2 bytes too long"));
        assertThat(Daemons.socketObstacle(new Home(Path.of("/" + "ö".repeat(36)))))
                .isPresent();
    }

    @Test
    void allThatIsMissingIsNamedAtOnce() {
        EnginePrograms nothing = new EnginePrograms(new EngineProperties(
                null,
                null,
                Path.of("/nowhere/rootlesskit"),
                Path.of("/nowhere/cni"),
                false,
                EngineProperties.NetworkChoice.AUTO,
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                1,
                DataSize.ofMegabytes(1),
                DataSize.ofMegabytes(1),
                DataSize.ofMegabytes(1)));

        assertThat(Rootless.obstacles(nothing, "nobody-of-that-name"))
                .contains(
                        "rootlesskit 2.0.0 is missing (./slipway up builds it)",
                        "the CNI plugins are missing (Debian: containernetworking-plugins)",
                        "/etc/subuid has no range for nobody-of-that-name",
                        "/etc/subgid has no range for nobody-of-that-name");
    }

    @Test
    void theDaemonRunsInsideRootlesskitWithANetworkForItsStepsAlone() {
        assertThat(new Rootless(Path.of("/bin/rootlesskit"))
                        .around(List.of("/bin/buildkitd", "--config", "c"), Path.of("/h/engine/a")))
                .startsWith("/bin/rootlesskit", "--state-dir=/h/engine/a/rk")
                .contains("--detach-netns", "--disable-host-loopback", "--pidns")
                .endsWith("/bin/buildkitd", "--config", "c");
    }
}
