package dev.slipway.buildkit.type;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.buildkit.type.SolveFailedException.Failure;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SolveFailedExceptionTest {

    @ParameterizedTest
    @CsvSource({"126, not executable", "127, is not there", "137, more memory", "139, crashed", "143, asked to end"})
    void anExitCodeThatHasAMeaningIsExplained(int code, String words) {
        assertThat(failure("exit code: " + code, OptionalInt.of(code))
                        .exitMeaning()
                        .orElseThrow())
                .contains(words);
    }

    @Test
    void whatAProgramMeansByItsCodeIsItsOwn() {
        assertThat(failure("exit code: 1", OptionalInt.of(1)).exitMeaning()).isEmpty();
        assertThat(failure("no such image", OptionalInt.empty()).exitMeaning()).isEmpty();
    }

    /** With cgroups v2 the daemon knows of the kill, whatever code a shell made of it. */
    @Test
    void aDaemonThatSawMemoryRunOutIsBelieved() {
        assertThat(failure("process did not complete successfully: cannot allocate memory", OptionalInt.of(1))
                        .exitMeaning()
                        .orElseThrow())
                .contains("more memory");
    }

    private static SolveFailedException failure(String message, OptionalInt exitCode) {
        return new SolveFailedException(
                new Failure(message, Optional.empty(), exitCode, List.of(), Optional.empty(), Optional.empty()),
                new IOException(message));
    }
}
