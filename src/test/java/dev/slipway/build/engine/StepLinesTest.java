package dev.slipway.build.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.dockerfile.Dockerfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepLinesTest {

    private static final StepLines STAGES = new StepLines(Dockerfile.parse("""
            ARG VERSION=3
            FROM python:${VERSION} AS base
            ENV A=b
            WORKDIR /app

            FROM base AS Deps
            COPY requirements.txt .
            RUN --mount=type=cache,target=/root/.cache \\
                pip install -r requirements.txt

            FROM scratch
            COPY --from=deps /app /app
            """));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [base 1/2] FROM docker.io/library/python:3@sha256:00 | 2
            [base 2/2] WORKDIR /app                              | 4
            [deps 1/2] COPY requirements.txt .                   | 7
            [deps 2/2] RUN --mount=type=cache pip install        | 8
            [linux/arm64 deps 2/2] RUN --mount=type=cache pip    | 8
            [stage-2 1/1] COPY --from=deps /app /app             | 12
            """)
    void aVertexNamesTheFirstLineOfItsInstruction(String vertex, int line) {
        assertThat(STAGES.of(vertex)).contains(line);
    }

    @Test
    void aSingleStageHasNoNameInItsSteps() {
        StepLines lines = new StepLines(Dockerfile.parse("FROM debian\nRUN true\nCMD sh\nWORKDIR /x\n"));

        assertThat(lines.of("[1/3] FROM docker.io/library/debian:latest")).contains(1);
        assertThat(lines.of("[2/3] RUN true")).contains(2);
        assertThat(lines.of("[3/3] WORKDIR /x")).contains(4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [internal] load build context
            [auth] library/debian:pull token for registry
            exporting to image
            [deps 9/2] RUN what is not there
            [deps 1/2] RUN what is a COPY
            [nowhere 1/2] COPY a b
            """)
    void whatNoInstructionStandsForHasNoLine(String vertex) {
        assertThat(STAGES.of(vertex)).isEmpty();
    }
}
