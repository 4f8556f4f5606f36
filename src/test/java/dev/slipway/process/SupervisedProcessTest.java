package dev.slipway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisedProcessTest {

    private static final BackOff QUICK =
            new BackOff(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofMinutes(1));

    @TempDir
    private Path folder;

    private final List<SupervisedProcess> started = new ArrayList<>();
    private ProcessLedger ledger = ProcessLedger.open(Path.of(
            System.getProperty("java.io.tmpdir"),
            "slipway-ledger-" + ProcessHandle.current().pid()));

    @BeforeEach
    void openLedger() {
        ledger.close();
        ledger = ProcessLedger.open(folder.resolve("processes"));
    }

    @AfterEach
    void stopAll() {
        started.forEach(SupervisedProcess::stop);
        ledger.close();
    }

    @Test
    void itRunsUntilItIsStopped() throws IOException {
        SupervisedProcess process = start(spec("sleeper", "exec sleep 1000"));

        long pid = process.pid().orElseThrow();
        assertThat(process.isRunning()).isTrue();
        process.stop();

        assertThat(process.isRunning()).isFalse();
        assertThat(isAlive(pid)).isFalse();
    }

    @Test
    void itComesBackWhenItDies() throws Exception {
        BlockingQueue<ProcessExit> exits = new LinkedBlockingQueue<>();
        SupervisedProcess process = SupervisedProcess.of(() -> spec("phoenix", "exec sleep 1000"), ledger, QUICK);
        started.add(process);
        process.onExit(exits::add);
        process.start();
        long first = process.pid().orElseThrow();

        ProcessHandle.of(first).orElseThrow().destroyForcibly();

        ProcessExit exit = exits.poll(5, TimeUnit.SECONDS);
        assertThat(exit)
                .isNotNull()
                .extracting(ProcessExit::code, ProcessExit::asked)
                .containsExactly(137, false);
        await(() -> process.pid().isPresent() && process.pid().getAsLong() != first);
        assertThat(process.isRunning()).isTrue();
    }

    @Test
    void whatDoesNotListenToTermIsKilledAfterItsDeadline() throws IOException {
        SupervisedProcess process = start(
                spec("deaf", "trap '' TERM; while true; do sleep 0.1; done").withStopDeadline(Duration.ofMillis(300)));
        long pid = process.pid().orElseThrow();

        process.stop();

        assertThat(isAlive(pid)).isFalse();
    }

    @Test
    void aProgramThatIsNotThereIsRefusedAtOnce() {
        SupervisedProcess process = SupervisedProcess.of(
                () -> ProcessSpec.of("ghost", List.of("/no/such/program"), folder, folder.resolve("ghost.log"))
                        .withContainment(Containment.DEATH_SIGNAL),
                ledger,
                QUICK);
        started.add(process);

        // With a wrapper in front the wrapper starts, and says so in the output; without one the start itself fails.
        try {
            process.start();
            await(() -> process.lastWords().contains("/no/such/program"));
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("/no/such/program");
        }
    }

    @Test
    void itsOutputIsBounded() throws IOException {
        Path log = folder.resolve("noisy.log");
        start(spec("noisy", "head -c 12000000 /dev/zero; exec sleep 1000", log));

        await(() -> Files.exists(folder.resolve("noisy.log.1")) && size(log) > 1_000_000);
        assertThat(size(log)).isLessThanOrEqualTo(OutputFile.MAX_BYTES);
        assertThat(size(folder.resolve("noisy.log.1"))).isLessThanOrEqualTo(OutputFile.MAX_BYTES);
    }

    @Test
    void inItsNamespaceEverythingDiesWithIt() throws IOException {
        assumeTrue(Containment.namespacesWork(), "needs root");
        String marker = "7" + ProcessHandle.current().pid();
        SupervisedProcess process = start(spec(
                        "family",
                        "setsid sh -c 'setsid sleep 10" + marker + " & sleep 20" + marker + "' & exec sleep 30"
                                + marker)
                .withContainment(Containment.NAMESPACE));
        await(() -> withArgument(marker).size() >= 3);

        ProcessHandle.of(process.pid().orElseThrow()).orElseThrow().destroyForcibly();

        await(() -> withArgument("10" + marker).size() <= 1);
        process.stop();
        await(() -> withArgument(marker).isEmpty());
    }

    @Test
    void aSecondOwnerOfTheFolderIsRefused() {
        assertThatThrownBy(() -> ProcessLedger.open(folder.resolve("processes")))
                .isInstanceOf(LedgerInUseException.class)
                .hasMessageContaining("Another Slipway is already running");
    }

    @Test
    void afterAKillOfTheOwnerNothingIsLeft() throws Exception {
        Path home = folder.resolve("home");
        Process owner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedOwner.class.getName(),
                        home.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("owner.log").toFile())
                .start();
        Path told = home.resolve("children");
        await(() -> Files.exists(told));
        List<Long> children =
                Files.readAllLines(told).stream().map(Long::valueOf).toList();
        assertThat(children).hasSize(3).allMatch(SupervisedProcessTest::isAlive);

        owner.destroyForcibly().waitFor();

        // The kernel ends what it can at once; the next owner ends the rest.
        try (ProcessLedger next = ProcessLedger.open(home.resolve("processes"))) {
            assertThat(next).isNotNull();
            await(() -> children.stream().noneMatch(SupervisedProcessTest::isAlive));
        }
    }

    /** Is killed in the middle of its work. */
    static final class DoomedOwner {

        private DoomedOwner() {}

        public static void main(String[] arguments) throws Exception {
            Path home = Path.of(arguments[0]);
            Files.createDirectories(home);
            ProcessLedger ledger = ProcessLedger.open(home.resolve("processes"));
            Path orphan = home.resolve("orphan");
            List<SupervisedProcess> processes = new ArrayList<>();
            for (Containment containment : Containment.values()) {
                String script = containment == Containment.DEATH_SIGNAL
                        ? "setsid sleep 1000 & echo $! > " + orphan + "; exec sleep 1000"
                        : "exec sleep 1000";
                SupervisedProcess process = SupervisedProcess.of(
                        () -> ProcessSpec.of(
                                        containment
                                                .name()
                                                .toLowerCase(java.util.Locale.ROOT)
                                                .replace('_', '-'),
                                        List.of("sh", "-c", script),
                                        home,
                                        home.resolve("out.log"))
                                .withContainment(containment),
                        ledger);
                process.start();
                processes.add(process);
            }
            await(() -> Files.exists(orphan) && size(orphan) > 0);
            List<String> pids = new ArrayList<>(List.of(Files.readString(orphan).strip()));
            for (SupervisedProcess process : processes) {
                await(() -> process.pid().isPresent());
                pids.add(Long.toString(process.pid().orElseThrow()));
            }
            Files.write(home.resolve("children.new"), pids);
            Files.move(home.resolve("children.new"), home.resolve("children"));
            Thread.sleep(Duration.ofMinutes(5));
        }
    }

    private SupervisedProcess start(ProcessSpec spec) throws IOException {
        SupervisedProcess process = SupervisedProcess.of(() -> spec, ledger, QUICK);
        started.add(process);
        process.start();
        return process;
    }

    private ProcessSpec spec(String name, String script) {
        return spec(name, script, folder.resolve(name + ".log"));
    }

    private ProcessSpec spec(String name, String script, Path log) {
        return ProcessSpec.of(name, List.of("sh", "-c", script), folder, log);
    }

    private static List<ProcessHandle> withArgument(String text) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(text))
                .toList();
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(until);
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
