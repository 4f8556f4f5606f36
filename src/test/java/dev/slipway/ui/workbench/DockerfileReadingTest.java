package dev.slipway.ui.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DockerfileReadingTest {

    @Test
    void stagesAreNamedOrNumbered() {
        assertThat(DockerfileReading.options("""
                                FROM --platform=$BUILDPLATFORM python:3.12-slim AS base
                                from base
                                FROM base as runtime
                                """).stages()).containsExactly("base", "1", "runtime");
    }

    @Test
    void argumentsHaveTheirDefaults() {
        assertThat(DockerfileReading.options("""
                                ARG PYTHON_VERSION=3.12
                                FROM python:${PYTHON_VERSION}
                                ARG A B="two words" \\
                                    C='x'
                                """).arguments())
                .containsExactly(
                        new DockerfileOptions.Argument("PYTHON_VERSION", "3.12"),
                        new DockerfileOptions.Argument("A", null),
                        new DockerfileOptions.Argument("B", "two words"),
                        new DockerfileOptions.Argument("C", "x"));
    }

    @Test
    void whatIsNotUnderstoodIsPassedOver() {
        assertThat(DockerfileReading.options("FROM\nARG\nRUN ARG x\n\0")).isEqualTo(DockerfileOptions.NONE);
    }
}
