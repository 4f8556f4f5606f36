package dev.slipway.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;

class HomeCheckTest {

    /** Not even root makes a file in it. */
    private static final Path CLOSED = Path.of("/proc/self/task");

    @TempDir
    Path folder;

    @Test
    void aFolderThatIsNotThereIsMade() {
        Path home = folder.resolve("deep/home");

        HomeCheck.check(home);

        assertThat(home).isDirectory();
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatExceptionOfType(UnwritableHomeException.class)
                .isThrownBy(() -> HomeCheck.check(file.resolve("home")))
                .withMessage("Slipway can't write to its state folder " + file.resolve("home")
                        + ": it is not there, and can't be made.");
    }

    @Test
    void aFolderThatTakesNoFileIsNamedWithTheReason() {
        assertThatExceptionOfType(UnwritableHomeException.class)
                .isThrownBy(() -> HomeCheck.check(CLOSED))
                .withMessageMatching("Slipway can't write to its state folder /proc/self/task: "
                        + "(it belongs to \\S+, and Slipway runs as \\S+|no file can be made in it \\(.+\\))\\.");
    }

    @Test
    void theConsoleSaysWhatToDo() {
        UnwritableHomeException failure =
                new UnwritableHomeException(Path.of("/data"), "it belongs to root, and Slipway runs as slipway");

        assertThat(new UnwritableHomeAnalyzer().analyze(new IllegalStateException(failure)))
                .extracting(FailureAnalysis::getDescription, FailureAnalysis::getAction)
                .satisfies(said -> {
                    assertThat(said.get(0)).isEqualTo(failure.getMessage());
                    assertThat(said.get(1)).asString().contains("chown -R <user> /data", "SLIPWAY_HOME", "10001");
                });
    }
}
