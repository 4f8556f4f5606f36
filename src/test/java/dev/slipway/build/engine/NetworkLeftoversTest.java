package dev.slipway.build.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkLeftoversTest {

    @TempDir
    private Path folder;

    @Test
    void onlyTheAddressesOfThisDaemonsStepsAreReleased() throws IOException {
        Path addresses = Files.createDirectories(folder.resolve("networks"));
        Files.createDirectories(folder.resolve("state/net/cni/dead1"));
        Files.writeString(addresses.resolve("10.89.7.2"), "dead1\r\neth0");
        Files.writeString(addresses.resolve("10.89.7.3"), "alive\r\neth0");
        Files.writeString(addresses.resolve("last_reserved_ip.0"), "10.89.7.3");

        NetworkLeftovers.release(folder.resolve("state"), addresses);

        assertThat(addresses.toFile().list()).containsExactlyInAnyOrder("10.89.7.3", "last_reserved_ip.0");
    }
}
