package dev.slipway.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.slipway.buildkit.session.Session;
import dev.slipway.buildkit.session.filesync.FileSync;
import dev.slipway.buildkit.session.upload.Upload;
import dev.slipway.buildkit.type.BuildkitUnavailableException;
import dev.slipway.buildkit.type.ExportTarget;
import dev.slipway.buildkit.type.Exporter;
import dev.slipway.buildkit.type.LocalSource;
import dev.slipway.buildkit.type.SolveCancelledException;
import dev.slipway.buildkit.type.SolveRequest;
import dev.slipway.buildkit.type.SolveStatus;
import dev.slipway.buildkit.type.SourceEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever breaks, in whatever phase: no hang, nothing left behind, a typed error. */
@Timeout(1800)
class FaultsTest {

    /** How often each phase is cancelled; {@code -Dslipway.faults=200} for a long run. */
    private static final int TIMES = Integer.getInteger("slipway.faults", 6);

    /** A cancel is to take a second at most; the rest is for a machine that is busy with other things. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @RegisterExtension
    private static final OwnDaemon DAEMON = new OwnDaemon();

    @TempDir
    private Path folder;

    private Kitchen kitchen;

    /** Where a build is. */
    enum Phase {
        BEFORE_ANYTHING,
        SENDING_THE_CONTEXT,
        UPLOADING_AN_ARCHIVE,
        RUNNING_A_STEP,
        EXPORTING,
        RECEIVING_THE_RESULT
    }

    @BeforeEach
    void openKitchen() throws IOException {
        kitchen = Kitchen.in(folder, DAEMON.client());
    }

    @ParameterizedTest
    @EnumSource
    void aCancelledBuildEndsAtOnceAndLeavesNothing(Phase phase) throws Exception {
        cancel(phase);
        Footprint before = Footprint.idle();
        for (int i = 0; i < TIMES; i++) {
            assertThat(cancel(phase)).isLessThan(AT_ONCE);
        }

        Footprint.awaitNoMoreThan(before);
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void aDaemonThatDiesInAnyPhaseIsSaidToBeGone() throws Exception {
        for (Phase phase : Phase.values()) {
            try (Daemon victim = Daemon.start();
                    BuildkitClient other = BuildkitClient.connect(victim.address())) {
                Solve solve = reach(phase, other);
                victim.kill();
                assertThat(catchThrowable(solve::await))
                        .as(phase.name())
                        .isInstanceOf(BuildkitUnavailableException.class);
            }
        }

        assertThat(leftovers()).isEmpty();
    }

    @Test
    void aConnectionThatBreaksInTheMiddleIsSaidToBeGoneAndTheNextBuildSucceeds() throws Exception {
        for (Phase phase : List.of(Phase.SENDING_THE_CONTEXT, Phase.RUNNING_A_STEP, Phase.EXPORTING)) {
            try (Relay relay = Relay.to(DAEMON.socket());
                    BuildkitClient other = BuildkitClient.connect(BuildkitAddress.unix(relay.socket()))) {
                Solve solve = reach(phase, other);
                relay.cut();
                assertThat(catchThrowable(solve::await))
                        .as(phase.name())
                        .isInstanceOf(BuildkitUnavailableException.class);
                kitchen.steps("RUN echo after " + phase + "\n");

                other.solve(SolveRequest.dockerfile().noCache().build(), kitchen.session(), kitchen::hear);

                assertThat(kitchen.output()).contains("after " + phase);
            }
        }
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void aSessionThatBreaksAloneEndsItsBuild() throws Exception {
        for (Phase phase : Phase.values()) {
            try (Relay relay = Relay.to(DAEMON.socket());
                    BuildkitClient other = BuildkitClient.connect(BuildkitAddress.unix(relay.socket()))) {
                Solve solve = reach(phase, other);
                Kitchen.await(relay::hasSession);
                relay.cutSessions();
                assertThat(catchThrowable(solve::await))
                        .as(phase.name())
                        .isInstanceOf(BuildkitUnavailableException.class)
                        .hasMessageContaining("lost its session");
            }
        }
        assertThat(leftovers()).isEmpty();
    }

    @Test
    @EnabledIfSystemProperty(named = "slipway.faults", matches = "\\d+", disabledReason = "a silence is long")
    void aSessionOfWhichNothingIsHeardEndsItsBuild() throws Exception {
        try (Relay relay = Relay.to(DAEMON.socket());
                BuildkitClient other = BuildkitClient.connect(BuildkitAddress.unix(relay.socket()))) {
            Solve solve = reach(Phase.RUNNING_A_STEP, other);
            long start = System.nanoTime();
            relay.dropSessions();

            assertThat(catchThrowable(solve::await))
                    .isInstanceOf(BuildkitUnavailableException.class)
                    .hasMessageContaining("lost its session");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(75));
        }
    }

    @Test
    void fiftyBuildsShareAClient() throws Exception {
        kitchen.steps("ARG N\nRUN echo number $N\n");
        List<Solve> solves = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            solves.add(DAEMON.client()
                    .start(
                            SolveRequest.dockerfile()
                                    .buildArgument("N", "n" + i)
                                    .build(),
                            kitchen.session(),
                            kitchen::hear));
        }

        for (Solve solve : solves) {
            var _ = solve.await();
        }
        for (int i = 0; i < 50; i++) {
            assertThat(kitchen.output()).contains("number n" + i + "\n");
        }
    }

    @Test
    void aSlowReaderOfProgressGetsAllOfIt() throws Exception {
        kitchen.steps("RUN i=0; while [ $i -lt 400 ]; do echo line $i; i=$((i+1)); done\n");
        long[] bytes = {0};

        DAEMON.client().solve(SolveRequest.dockerfile().noCache().build(), kitchen.session(), status -> {
            pause();
            status.logs().forEach(log -> bytes[0] += log.size());
        });

        assertThat(bytes[0]).isGreaterThanOrEqualTo(3490);
    }

    @Test
    void aClosedClientLeavesNothingOpen() throws Exception {
        kitchen.steps("RUN echo hello\n");
        for (int i = 0; i < 3; i++) {
            Footprint before = Footprint.now();
            try (BuildkitClient other = BuildkitClient.connect(DAEMON.address())) {
                other.solve(SolveRequest.dockerfile().build(), kitchen.session(), status -> {});
                assertThat(Footprint.now().threads()).isGreaterThan(before.threads());
            }
            Footprint.awaitNoMoreThan(before);
        }
    }

    /** How long the build took to end. */
    private Duration cancel(Phase phase) throws Exception {
        Solve solve = reach(phase, DAEMON.client());
        long start = System.nanoTime();
        solve.cancel();
        assertThat(catchThrowable(solve::await)).isInstanceOf(SolveCancelledException.class);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private Solve reach(Phase phase, BuildkitClient with) throws Exception {
        kitchen.steps(
                phase == Phase.RUNNING_A_STEP
                        ? "RUN echo started; exec /bin/busybox sleep 100\n"
                        : "RUN /bin/busybox dd if=/dev/zero of=/big bs=1M count=64 2>/dev/null\n");
        CountDownLatch reached = new CountDownLatch(phase == Phase.BEFORE_ANYTHING ? 0 : 1);
        SolveRequest.Builder request = SolveRequest.dockerfile();
        Session session = switch (phase) {
            case SENDING_THE_CONTEXT -> Session.of("stuck-" + System.nanoTime(), FileSync.of(new StuckSource(reached)));
            case UPLOADING_AN_ARCHIVE -> {
                Upload upload = Upload.of(() -> new StuckInput(reached));
                request.context(upload.address());
                yield Session.of("tests", upload);
            }
            default -> kitchen.session();
        };
        Consumer<SolveStatus> progress = status -> {
            boolean started = phase == Phase.RUNNING_A_STEP && !status.logs().isEmpty();
            boolean exporting = phase == Phase.EXPORTING
                    && status.vertices().stream()
                            .anyMatch(vertex -> vertex.name().startsWith("exporting"));
            if (started || exporting) {
                reached.countDown();
            }
        };
        if (phase == Phase.RUNNING_A_STEP) {
            request.noCache();
        }
        if (phase == Phase.EXPORTING) {
            request.exporter(Exporter.oci(folder.resolve("never.tar")));
        }
        if (phase == Phase.RECEIVING_THE_RESULT) {
            request.exporter(Exporter.to("tar", ExportTarget.stream(metadata -> new StuckOutput(reached))));
        }
        Solve solve = with.start(request.build(), session, progress);
        assertThat(reached.await(30, TimeUnit.SECONDS)).as(phase.name()).isTrue();
        return solve;
    }

    private List<String> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("context"))
                    .toList();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A context whose Dockerfile never comes to its end. */
    private record StuckSource(CountDownLatch reached) implements LocalSource {

        @Override
        public List<SourceEntry> list(String directory) {
            return directory.isEmpty() ? List.of(SourceEntry.file("Dockerfile", 0644, 1 << 20, 0)) : List.of();
        }

        @Override
        public InputStream open(SourceEntry file) {
            return new StuckInput(reached);
        }
    }

    /** Has nothing to say until it is interrupted. */
    private static final class StuckInput extends InputStream {

        private final CountDownLatch reached;

        StuckInput(CountDownLatch reached) {
            this.reached = reached;
        }

        @Override
        public int read() throws IOException {
            throw stuck(reached);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            throw stuck(reached);
        }
    }

    /** Takes nothing until it is interrupted. */
    private static final class StuckOutput extends OutputStream {

        private final CountDownLatch reached;

        StuckOutput(CountDownLatch reached) {
            this.reached = reached;
        }

        @Override
        public void write(int b) throws IOException {
            throw stuck(reached);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            throw stuck(reached);
        }
    }

    private static IOException stuck(CountDownLatch reached) {
        reached.countDown();
        try {
            Thread.sleep(Duration.ofHours(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new InterruptedIOException();
    }
}
