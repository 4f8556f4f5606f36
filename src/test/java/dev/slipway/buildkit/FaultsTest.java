package dev.slipway.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.slipway.buildkit.session.Session;
import dev.slipway.buildkit.session.filesync.FileSync;
import dev.slipway.buildkit.type.BuildkitUnavailableException;
import dev.slipway.buildkit.type.Exporter;
import dev.slipway.buildkit.type.LocalSource;
import dev.slipway.buildkit.type.SolveCancelledException;
import dev.slipway.buildkit.type.SolveRequest;
import dev.slipway.buildkit.type.SolveStatus;
import dev.slipway.buildkit.type.SourceEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever breaks, in whatever phase: no hang, nothing left behind, a typed error. */
@Timeout(1800)
class FaultsTest {

    /** How often each phase is cancelled; {@code -Dslipway.faults=200} for a long run. */
    private static final int TIMES = Integer.getInteger("slipway.faults", 6);

    private static Daemon daemon;
    private static BuildkitClient client;

    @TempDir
    private Path folder;

    private Kitchen kitchen;

    /** Where a build is. */
    private enum Phase {
        BEFORE_ANYTHING,
        SENDING_THE_CONTEXT,
        RUNNING_A_STEP,
        EXPORTING
    }

    @BeforeAll
    static void startDaemon() throws Exception {
        daemon = Daemon.start();
        client = BuildkitClient.connect(daemon.address());
    }

    @AfterAll
    static void stopDaemon() throws Exception {
        client.close();
        daemon.close();
    }

    @BeforeEach
    void openKitchen() throws IOException {
        kitchen = Kitchen.in(folder, client);
    }

    @Test
    void aCancelInAnyPhaseEndsTheBuildAndLeavesNothing() throws Exception {
        cancelInEachPhase();
        Kitchen.await(() -> sessionThreads() == 0);
        long threads = threads();
        long descriptors = descriptors();
        for (int i = 0; i < TIMES; i++) {
            cancelInEachPhase();
        }

        Kitchen.await(() -> sessionThreads() == 0);
        Kitchen.await(() -> threads() <= threads && descriptors() <= descriptors);
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
            try (Relay relay = Relay.to(daemon.socket());
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
    void fiftyBuildsShareAClient() throws Exception {
        kitchen.steps("ARG N\nRUN echo number $N\n");
        List<Solve> solves = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            solves.add(client.start(
                    SolveRequest.dockerfile().buildArgument("N", "n" + i).build(), kitchen.session(), kitchen::hear));
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

        client.solve(SolveRequest.dockerfile().noCache().build(), kitchen.session(), status -> {
            pause();
            status.logs().forEach(log -> bytes[0] += log.size());
        });

        assertThat(bytes[0]).isGreaterThanOrEqualTo(3490);
    }

    @Test
    void aClosedClientLeavesNoThread() throws Exception {
        kitchen.steps("RUN echo hello\n");
        for (int i = 0; i < 3; i++) {
            long before = threads();
            try (BuildkitClient other = BuildkitClient.connect(daemon.address())) {
                other.solve(SolveRequest.dockerfile().build(), kitchen.session(), status -> {});
                assertThat(threads()).isGreaterThan(before);
            }
            Kitchen.await(() -> threads() <= before);
        }
    }

    private void cancelInEachPhase() throws Exception {
        for (Phase phase : Phase.values()) {
            Solve solve = reach(phase, client);
            solve.cancel();
            assertThat(catchThrowable(solve::await)).as(phase.name()).isInstanceOf(SolveCancelledException.class);
        }
    }

    private Solve reach(Phase phase, BuildkitClient with) throws Exception {
        kitchen.steps(
                phase == Phase.RUNNING_A_STEP
                        ? "RUN echo started; exec /bin/busybox sleep 100\n"
                        : "RUN /bin/busybox dd if=/dev/zero of=/big bs=1M count=64 2>/dev/null\n");
        CountDownLatch reached = new CountDownLatch(phase == Phase.BEFORE_ANYTHING ? 0 : 1);
        Session session = phase == Phase.SENDING_THE_CONTEXT
                ? Session.of(phase.name().toLowerCase(Locale.ROOT) + System.nanoTime(), FileSync.of(new Stuck(reached)))
                : kitchen.session();
        SolveRequest.Builder request = SolveRequest.dockerfile();
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

    private static long descriptors() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("buildkit"))
                .count();
    }

    /** Virtual threads that serve a session; they are not among {@link Thread#getAllStackTraces()}. */
    private static long sessionThreads() {
        return Stuck.WAITING.get();
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A context whose Dockerfile never comes to its end. */
    private static final class Stuck implements LocalSource {

        private static final AtomicInteger WAITING = new AtomicInteger();

        private final CountDownLatch reached;

        Stuck(CountDownLatch reached) {
            this.reached = reached;
        }

        @Override
        public List<SourceEntry> list(String directory) {
            return directory.isEmpty() ? List.of(SourceEntry.file("Dockerfile", 0644, 1 << 20, 0)) : List.of();
        }

        @Override
        public InputStream open(SourceEntry file) {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    return read(new byte[1], 0, 1);
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    reached.countDown();
                    WAITING.incrementAndGet();
                    try {
                        Thread.sleep(2000);
                        throw new IOException("nobody stopped the transfer");
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new InterruptedIOException();
                    } finally {
                        WAITING.decrementAndGet();
                    }
                }
            };
        }
    }
}
