package dev.slipway.web.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvLineTest {

    @Test
    void quotesAndLineEndsAreThoseOfTheStandard() {
        assertThat(CsvLine.of("a", "b,c", "say \"hull\"", "", "two\nlines"))
                .isEqualTo("\"a\",\"b,c\",\"say \"\"hull\"\"\",\"\",\"two\nlines\"\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                "\n=1",
                " =1",
                "\u00a0=1",
                "\uFF1D1+1",
                "\u3000\uFF0B1"
            })
    void whatWouldBeAFormulaIsText(String text) {
        assertThat(CsvLine.of(text)).startsWith("\"'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"web:1.0", "a=b", "2026-11-22T14:00:00Z", "#1 boat", "a-b", "mara@example"})
    void otherTextStaysAsItIs(String text) {
        assertThat(CsvLine.of(text)).isEqualTo("\"" + text + "\"\r\n");
    }
}
