package dev.slipway.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {

    @Test
    void theDigestOfNothingIsKnown() {
        assertThat(Digest.of(""))
                .hasToString("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(Digest.parse(Digest.of("").toString())).isEqualTo(Digest.of(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha256", "sha256:", "sha256:ab", "md5:d41d8cd98f00b204e9800998ecf8427e"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Digest.parse(text)).hasMessageContaining("a digest looks like");
        assertThat(Digest.tryParse(text)).isEmpty();
    }

    @Test
    void upperCaseIsRefused() {
        String upper = Digest.of("").toString().toUpperCase(Locale.ROOT).replace("SHA", "sha");

        assertThat(Digest.tryParse(upper)).isEmpty();
    }
}
