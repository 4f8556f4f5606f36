package dev.slipway.ui.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.dockerfile.Argument;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DockerfileOptionsTest {

    @Test
    void stagesAreNamedOrNumbered() {
        assertThat(DockerfileOptions.of("""
                                FROM --platform=$BUILDPLATFORM python:3.12-slim AS base
                                from base
                                FROM base as runtime
                                """).stages()).containsExactly("base", "1", "runtime");
    }

    @Test
    void argumentsHaveTheirDefaults() {
        assertThat(DockerfileOptions.of("""
                                ARG PYTHON_VERSION=3.12
                                FROM python:${PYTHON_VERSION}
                                ARG A
                                """).arguments())
                .containsExactly(
                        new Argument("PYTHON_VERSION", Optional.of("3.12"), 1), new Argument("A", Optional.empty(), 3));
    }

    @Test
    void aTextThatIsNoDockerfileOffersNothing() {
        assertThat(DockerfileOptions.of("RUN ARG x\n\0")).isEqualTo(DockerfileOptions.NONE);
    }
}
