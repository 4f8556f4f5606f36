package dev.slipway.web.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EdgeAddressTest {

    private static final URI LOOPBACK = URI.create("http://localhost:8080");

    private final EdgeAddress published = new EdgeAddress(Optional.of(URI.create("https://slipway.example")));

    @Test
    void withoutAPublicAddressAClientIsSentWhereItCameFrom() {
        EdgeAddress unknown = new EdgeAddress(Optional.empty());

        assertThat(unknown.of(LOOPBACK, false)).isEqualTo("http://localhost:8080");
        assertThat(unknown.of(LOOPBACK, true)).isEqualTo("http://localhost:8080");
    }

    @Test
    void whoCameByThePublicNameGoesToThePublicAddress() {
        assertThat(published.of(URI.create("http://slipway.example"), false)).isEqualTo("https://slipway.example");
        assertThat(published.of(URI.create("https://Slipway.Example:443"), false))
                .isEqualTo("https://slipway.example");
    }

    @Test
    void aProxyThatKeepsTheHostToItselfMisleadsNobody() {
        assertThat(published.of(LOOPBACK, true)).isEqualTo("https://slipway.example");
    }

    @Test
    void whoCameByAnotherNameStaysThere() {
        assertThat(published.of(LOOPBACK, false)).isEqualTo("http://localhost:8080");
        assertThat(published.of(URI.create("http://slipway.example:8080"), false))
                .as("past the proxy")
                .isEqualTo("http://slipway.example:8080");
    }
}
