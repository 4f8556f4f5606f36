package dev.slipway.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class WordsTest {

    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final Instant NOW = Instant.parse("2026-11-22T13:02:11Z");

    @Test
    void sizesAreDecimal() {
        assertThat(Words.size(0)).isEqualTo("0 B");
        assertThat(Words.size(214)).isEqualTo("214 B");
        assertThat(Words.size(3_400)).isEqualTo("3.4 kB");
        assertThat(Words.size(148_000)).isEqualTo("148 kB");
        assertThat(Words.size(61_400_000)).isEqualTo("61.4 MB");
        assertThat(Words.size(999_999)).isEqualTo("1.0 MB");
    }

    @Test
    void aStepHasTenthsOfSeconds() {
        assertThat(Words.stepTime(Duration.ofMillis(9_400))).isEqualTo("9.4 s");
        assertThat(Words.stepTime(Duration.ofMillis(12))).isEqualTo("0 s");
        assertThat(Words.stepTime(Duration.ofMillis(59_960))).isEqualTo("1:00");
    }

    @Test
    void aBuildHasMinutesFromAMinuteOn() {
        assertThat(Words.buildTime(Duration.ofMillis(38_400))).isEqualTo("38 s");
        assertThat(Words.buildTime(Duration.ofSeconds(108))).isEqualTo("1:48");
        assertThat(Words.buildTime(Duration.ofMinutes(62))).isEqualTo("1:02:00");
    }

    @Test
    void timesFollowTheZoneOfWhoLooks() {
        assertThat(Words.when(NOW, NOW, ZONE)).isEqualTo("today 14:02");
        assertThat(Words.whenShort(NOW.minus(Duration.ofHours(15)), NOW, ZONE)).isEqualTo("yesterday");
        assertThat(Words.ago(NOW.minusSeconds(70), NOW, ZONE)).isEqualTo("1 min ago");
        assertThat(Words.ago(NOW.minus(Duration.ofDays(5)), NOW, ZONE)).isEqualTo("5 days ago");
        assertThat(Words.ago(NOW.minus(Duration.ofDays(40)), NOW, ZONE)).isEqualTo("13 Oct 2026");
    }

    @Test
    void aDigestKeepsItsBeginningAndEnd() {
        assertThat(Words.shortDigest("sha256:4be1d07c" + "0".repeat(52) + "a93f"))
                .isEqualTo("sha256:4be1d07c…a93f");
    }
}
