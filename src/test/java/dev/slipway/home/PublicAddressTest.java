package dev.slipway.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressTest {

    @Test
    void itIsSchemeHostAndPerhapsAPort() {
        assertThat(new PublicAddress(" https://Slipway.example/ ").url())
                .hasToString("Optional[https://slipway.example]");
        assertThat(new PublicAddress("http://build.corp:8080").url()).hasToString("Optional[http://build.corp:8080]");
        assertThat(new PublicAddress("").url()).isEmpty();
        assertThat(new PublicAddress(null).url()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "slipway.example",
                "https://slipway.example/below",
                "ftp://slipway.example",
                "https://",
                "https://a b",
                "https://user@slipway.example",
                "https://slipway.example?x",
                "https://slipway.example#x",
                "https://a:b:c"
            })
    void anythingElseIsSaidAtTheStart(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PublicAddress(text))
                .withMessageContaining("SLIPWAY_PUBLIC_URL");
    }
}
