package dev.slipway.buildkit.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.buildkit.type.LogStream;
import dev.slipway.buildkit.type.SolveStatus;
import dev.slipway.buildkit.type.Vertex;
import dev.slipway.buildkit.type.VertexDigest;
import dev.slipway.buildkit.type.VertexLog;
import dev.slipway.buildkit.type.VertexStatus;
import dev.slipway.buildkit.type.VertexWarning;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rules of turns and lines; whole builds are in {@link RecordedSolvesTest}. */
class PlainProgressTest {

    private static final Instant ZERO = Instant.parse("2026-01-01T00:00:00Z");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long nanos = 1;
    private final PlainProgress progress = new PlainProgress(out, () -> nanos);

    @Test
    void aStepThatStartsAgainIsShownAgain() {
        tell(vertex("a", 0, 1, null));
        tell(vertex("a", 5, null, null));
        tell(vertex("a", 5, 7, null));

        assertThat(written()).isEqualTo("""
                #1 a
                #1 DONE 1.0s

                #1 a
                #1 DONE 3.0s
                """);
    }

    @Test
    void anEndThatComesBeforeItsStartIsWrittenOnce() {
        tell(vertex("a", 0, 1, null));
        tell(vertex("a", 0, null, null));
        tell(vertex("a", null, null, null));

        assertThat(written()).isEqualTo("#1 a\n#1 DONE 1.0s\n");
    }

    @Test
    void outputThatComesAfterTheEndIsWrittenStill() {
        tell(vertex("a", 0, 1, null));
        tell(log("a", "late\n"));

        assertThat(written()).endsWith("#1 DONE 1.0s\n\n#1 a\n#1 2.000 late\n#1 DONE 1.0s\n");
    }

    @Test
    void aLineThatGoesOnIsWrittenAgainAfterAnotherStepsTurn() {
        tell(vertex("a", 0, null, null));
        tell(log("a", "one"));
        tell(log("a", " two"));
        tell(vertex("b", 0, 1, null));
        tell(log("a", " three\n"));

        assertThat(written()).isEqualTo("""
                #1 a
                #1 2.000 one two
                #1 ...

                #2 b
                #2 DONE 1.0s

                #1 a
                #1 2.000 one two three
                """);
    }

    @Test
    void stepsOfAGroupAreShownAsOne() {
        Vertex.ProgressGroup group = new Vertex.ProgressGroup("g", "COPY --link", false);
        tell(vertex("a", 0, 2, group), vertex("b", 1, null, group));
        tell(log("b", "x\n"));
        tell(vertex("b", 1, 4, group));

        assertThat(written()).isEqualTo("#1 COPY --link\n#1 1.000 x\n#1 DONE 4.0s\n");
    }

    @Test
    void aWeakGroupStaysHiddenAloneAndIsShownWhenItFails() throws IOException {
        Vertex.ProgressGroup weak = new Vertex.ProgressGroup("g", "weak", true);
        tell(vertex("a", 0, 2, weak));
        assertThat(written()).isEmpty();

        Vertex failed =
                new Vertex(digest("a"), List.of(), "a", false, at(0), at(2), Optional.of("no"), Optional.of(weak));
        tell(failed);
        assertThat(written()).isEqualTo("#1 weak\n#1 ERROR: no\n");
    }

    @Test
    void warningsAndTasksAreLinesOfTheirStep() {
        tell(vertex("a", 0, null, null));
        nanos += PlainProgress.BEAT.toNanos();
        progress.accept(new SolveStatus(
                List.of(),
                List.of(task("extracting", 0, 1500, null), task("extracting", 500, 1500, null)),
                List.of(),
                List.of(new VertexWarning(digest("a"), 1, "Rule: text", List.of(), "", Optional.empty()))));
        tell(task("extracting", 510, 1500, null));
        tell(task("extracting", 1500, 1500, 3));

        assertThat(written()).isEqualTo("""
                #1 a
                #1 extracting 500B / 1.50kB 2.0s
                #1 WARN: Rule: text
                #1 extracting 1.50kB / 1.50kB 3.0s done
                """);
    }

    @Test
    void newsWithinABeatAreWrittenWithTheNextOne() throws IOException {
        tell(vertex("a", 0, null, null));
        progress.accept(status(log("a", "one\n")));
        assertThat(written()).doesNotContain("one");

        progress.close();

        assertThat(written()).contains("one");
    }

    @Test
    void whatIsHeldBackIsWrittenWithoutAFurtherMessage() throws Exception {
        try (PlainProgress real = new PlainProgress(out)) {
            real.accept(new SolveStatus(List.of(vertex("a", 0, null, null)), List.of(), List.of(), List.of()));
            real.accept(status(log("a", "one\n")));
            long start = System.nanoTime();
            while (!written().contains("one")) {
                assertThat(System.nanoTime() - start)
                        .isLessThan(Duration.ofSeconds(10).toNanos());
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void anOutputThatIsClosedIsToldToWhoeverHasTheNextMessage() {
        PlainProgress broken = new PlainProgress(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("closed");
                    }
                },
                () -> nanos);

        assertThatThrownBy(() -> broken.accept(
                        new SolveStatus(List.of(vertex("a", 0, null, null)), List.of(), List.of(), List.of())))
                .isInstanceOf(UncheckedIOException.class);
    }

    private void tell(Vertex... vertices) {
        nanos += PlainProgress.BEAT.toNanos();
        progress.accept(new SolveStatus(List.of(vertices), List.of(), List.of(), List.of()));
    }

    private void tell(VertexLog log) {
        nanos += PlainProgress.BEAT.toNanos();
        progress.accept(status(log));
    }

    private void tell(VertexStatus task) {
        nanos += PlainProgress.BEAT.toNanos();
        progress.accept(new SolveStatus(List.of(), List.of(task), List.of(), List.of()));
    }

    private String written() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static SolveStatus status(VertexLog log) {
        return new SolveStatus(List.of(), List.of(), List.of(log), List.of());
    }

    private static Vertex vertex(
            String name, @Nullable Integer started, @Nullable Integer completed, Vertex.@Nullable ProgressGroup group) {
        return new Vertex(
                digest(name),
                List.of(),
                name,
                false,
                at(started),
                at(completed),
                Optional.empty(),
                Optional.ofNullable(group));
    }

    private static VertexLog log(String name, String output) {
        return new VertexLog(
                digest(name),
                ZERO.plusSeconds(2),
                LogStream.STDOUT,
                ByteBuffer.wrap(output.getBytes(StandardCharsets.UTF_8)));
    }

    private static VertexStatus task(String id, long current, long total, @Nullable Integer completed) {
        return new VertexStatus(digest("a"), id, "", current, total, ZERO.plusSeconds(2), at(0), at(completed));
    }

    private static VertexDigest digest(String name) {
        return new VertexDigest("sha256:" + name);
    }

    private static Optional<Instant> at(@Nullable Integer second) {
        return Optional.ofNullable(second).map(ZERO::plusSeconds);
    }
}
