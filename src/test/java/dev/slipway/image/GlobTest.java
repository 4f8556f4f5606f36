package dev.slipway.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "*,anything",
        "v*,v1.2",
        "v*,v",
        "v?,v1",
        "*-rc*,1.0-rc2",
        "1.7.?,1.7.3",
        "backend/*,backend/api/core",
        "**,x",
        "a*b*c,a-b-b-c",
        "latest,latest",
        "'*',''"
    })
    void aPatternMeetsItsText(String pattern, String text) {
        assertThat(new Glob(pattern).matches(text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "v*,1.2",
        "v?,v",
        "v?,v12",
        "latest,latest2",
        "latest,lates",
        "a*b*c,a-b-b-d",
        "1.7.?,1.7.",
        "'',x",
        "V*,v1"
    })
    void aPatternMissesOtherText(String pattern, String text) {
        assertThat(new Glob(pattern).matches(text)).isFalse();
    }

    @Test
    void noPatternTakesLong() {
        Glob hostile = new Glob("*a".repeat(64));
        String text = "a".repeat(127) + "b";

        assertThat(Duration.ofNanos(timeOf(hostile, text))).isLessThan(Duration.ofMillis(500));
    }

    private static long timeOf(Glob glob, String text) {
        long begun = System.nanoTime();
        assertThat(glob.matches(text)).isFalse();
        return System.nanoTime() - begun;
    }
}
