package dev.slipway.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {

    private static final String HEX = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @CsvSource({
        "python, docker.io/library/python, python",
        "python:3-slim, docker.io/library/python:3-slim, python:3-slim",
        "library/python, docker.io/library/python, python",
        "team/app, docker.io/team/app, team/app",
        "docker.io/python, docker.io/library/python, python",
        "index.docker.io/python, docker.io/library/python, python",
        "docker.io/library/a/b, docker.io/library/a/b, library/a/b",
        "localhost/app, localhost/app, localhost/app",
        "localhost:5000/app:1, localhost:5000/app:1, localhost:5000/app:1",
        "127.0.0.1:5000/a/b/c, 127.0.0.1:5000/a/b/c, 127.0.0.1:5000/a/b/c",
        "[::1]:5000/a, [::1]:5000/a, [::1]:5000/a",
        "registry.example.com/team/app:1.0_x, registry.example.com/team/app:1.0_x, registry.example.com/team/app:1.0_x",
        "UPPER/app, UPPER/app, UPPER/app",
        "a__b/c-d.e, docker.io/a__b/c-d.e, a__b/c-d.e",
    })
    void shortNamesAreCompletedAsDockerDoes(String text, String canonical, String familiar) {
        ImageReference reference = ImageReference.parse(text);

        assertThat(reference).hasToString(canonical);
        assertThat(reference.familiar()).isEqualTo(familiar);
        assertThat(ImageReference.parse(canonical)).isEqualTo(reference);
    }

    @Test
    void tagAndDigestMayComeTogether() {
        ImageReference reference = ImageReference.parse("app:1@sha256:" + HEX);

        assertThat(reference.tag()).contains("1");
        assertThat(reference.digest()).contains(new Digest("sha256", HEX));
        assertThat(reference.orLatest()).isSameAs(reference);
        assertThat(ImageReference.parse("app").orLatest().tag()).contains("latest");
    }

    @Test
    void aTagOrADigestTakesThePlaceOfEither() {
        ImageReference reference = ImageReference.parse("app:1");

        assertThat(reference.withDigest(new Digest("sha256", HEX)).familiar()).isEqualTo("app@sha256:" + HEX);
        assertThat(reference.withDigest(new Digest("sha256", HEX)).withTag("2").familiar())
                .isEqualTo("app:2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":tag",
                "a:",
                "a@",
                "-a",
                "a-",
                "a..b",
                "a___b",
                "Upper",
                "a//b",
                "/a",
                "a/",
                "a:b:c",
                "a b",
                "a:-t",
                "a@sha256:12",
                "a@md5:" + HEX,
                HEX,
                "host:x/app",
                "https://example.com/app"
            })
    void whatIsNoReferenceIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> ImageReference.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesAndTagsHaveALimit() {
        assertThat(ImageReference.parse("a:" + "t".repeat(128)).tag()).isPresent();
        assertThatThrownBy(() -> ImageReference.parse("a:" + "t".repeat(129)))
                .hasMessageContaining("a name looks like");
        assertThatThrownBy(() -> ImageReference.parse("example.com/" + "a".repeat(ImageReference.MAX_NAME)))
                .hasMessageContaining("255");
    }
}
