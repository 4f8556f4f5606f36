package dev.slipway.buildkit.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.buildkit.progress.Step.State;
import dev.slipway.buildkit.type.SolveStatus;
import dev.slipway.buildkit.type.Vertex;
import dev.slipway.buildkit.type.VertexDigest;
import dev.slipway.buildkit.type.VertexStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgressTraceTest {

    private static final VertexDigest STEP = new VertexDigest("sha256:a");
    private static final Instant ZERO = Instant.parse("2026-01-01T00:00:00Z");

    private final ProgressTrace trace = new ProgressTrace();

    @Test
    void aStepWaitsRunsAndEnds() {
        assertThat(accept(vertex(null, null)).state()).isEqualTo(State.PENDING);
        assertThat(accept(vertex(1, null)).state()).isEqualTo(State.RUNNING);

        Step done = accept(vertex(1, 3));

        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.duration()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aStepThatStartsAgainRunsAgainAndItsPauseDoesNotCount() {
        accept(vertex(1, 2));

        assertThat(accept(vertex(5, null)).state()).isEqualTo(State.RUNNING);

        Step done = accept(vertex(5, 8));
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.started()).isEqualTo(at(1));
        assertThat(done.completed()).isEqualTo(at(8));
        assertThat(done.duration()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void anEndThatComesBeforeItsStartIsNotForgotten() {
        accept(vertex(1, 3));

        assertThat(accept(vertex(1, null)).state()).isEqualTo(State.DONE);
        assertThat(accept(vertex(null, null)).state()).isEqualTo(State.DONE);
    }

    @Test
    void overlappingRunsCountOnce() {
        accept(vertex(1, 5));

        assertThat(accept(vertex(3, 6)).duration()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aCachedStepAndAFailedOneAreToldApart() {
        assertThat(accept(new Vertex(STEP, List.of(), "n", true, at(1), at(1), none(), Optional.empty()))
                        .state())
                .isEqualTo(State.CACHED);
        assertThat(accept(failed("exit code: 1")).state()).isEqualTo(State.FAILED);
        assertThat(trace.failed()).hasSize(1);
    }

    @Test
    void aStepThatWasCutOffIsCancelledNotFailed() {
        assertThat(accept(failed("rpc error: context canceled")).state()).isEqualTo(State.CANCELLED);
        assertThat(trace.failed()).isEmpty();
    }

    @Test
    void tasksAreKnownByTheirId() {
        accept(vertex(1, null));
        task("transferring context:", 10);
        task("extracting", 1);
        task("transferring context:", 30);

        assertThat(trace.steps().getFirst().tasks())
                .extracting(VertexStatus::id, VertexStatus::current)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("transferring context:", 30L),
                        org.assertj.core.groups.Tuple.tuple("extracting", 1L));
    }

    private Step accept(Vertex vertex) {
        return trace.accept(new SolveStatus(List.of(vertex), List.of(), List.of(), List.of()))
                .getFirst();
    }

    private void task(String id, long current) {
        VertexStatus task = new VertexStatus(STEP, id, "", current, 0, ZERO, Optional.of(ZERO), Optional.empty());
        trace.accept(new SolveStatus(List.of(), List.of(task), List.of(), List.of()));
    }

    private static Vertex vertex(@Nullable Integer started, @Nullable Integer completed) {
        return new Vertex(STEP, List.of(), "name", false, at(started), at(completed), none(), Optional.empty());
    }

    private static Vertex failed(String error) {
        return new Vertex(STEP, List.of(), "n", false, at(2), at(3), Optional.of(error), Optional.empty());
    }

    private static Optional<Instant> at(@Nullable Integer second) {
        return Optional.ofNullable(second).map(ZERO::plusSeconds);
    }

    private static Optional<String> none() {
        return Optional.empty();
    }
}
