package dev.slipway.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class AuditWordsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T19:30:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void aDetailTellsTimesAsTheOtherPagesDo() {
        assertThat(AuditWords.detail("summary, log, until 2026-11-29T19:25:56.288155Z", NOW, BERLIN))
                .isEqualTo("summary, log, until 29 Nov 2026 20:25");
    }

    @Test
    void aDigestIsCutShort() {
        assertThat(AuditWords.detail("sha256:" + "a".repeat(60) + "beef, build #3", NOW, BERLIN))
                .isEqualTo("sha256:aaaaaaaa…beef, build #3");
    }

    @Test
    void whatOnlyLooksLikeAnInstantStays() {
        assertThat(AuditWords.detail("tag 2026-99-99T00:00Z and $1", NOW, BERLIN))
                .isEqualTo("tag 2026-99-99T00:00Z and $1");
    }
}
