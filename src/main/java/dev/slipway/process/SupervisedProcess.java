package dev.slipway.process;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child process that runs until it is stopped: one that ends by itself is started again, after a pause that grows while
 * it keeps ending. All methods may be called from any thread.
 */
public final class SupervisedProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SupervisedProcess.class);
    private static final int TAIL_BYTES = 2_000;

    private final Supplier<ProcessSpec> plan;
    private final ProcessLedger ledger;
    private final BackOff backOff;
    private final List<Consumer<ProcessExit>> exitListeners = new CopyOnWriteArrayList<>();

    private boolean wanted;
    private @Nullable Run run;
    private @Nullable Thread watcher;

    private SupervisedProcess(Supplier<ProcessSpec> plan, ProcessLedger ledger, BackOff backOff) {
        this.plan = plan;
        this.ledger = ledger;
        this.backOff = backOff;
    }

    /** @param plan asked before each start, so that a restart may take another port or a fresh folder */
    public static SupervisedProcess of(Supplier<ProcessSpec> plan, ProcessLedger ledger) {
        return new SupervisedProcess(plan, ledger, BackOff.DEFAULT);
    }

    public static SupervisedProcess of(Supplier<ProcessSpec> plan, ProcessLedger ledger, BackOff backOff) {
        return new SupervisedProcess(plan, ledger, backOff);
    }

    /** Called on the watching thread after each end of the process. */
    public void onExit(Consumer<ProcessExit> listener) {
        exitListeners.add(listener);
    }

    /**
     * Starts it, unless it is started already.
     *
     * @throws IOException when the program is not there or may not run
     */
    public synchronized void start() throws IOException {
        if (wanted) {
            return;
        }
        Run first = launch();
        wanted = true;
        watcher = Thread.ofVirtual().name("watch-" + first.spec().name()).start(() -> watch(first));
    }

    public synchronized boolean isRunning() {
        return run != null && run.process().isAlive();
    }

    /** Id of the running process: of the contained program itself, not of its wrapper. */
    public OptionalLong pid() {
        Run now = current();
        return now == null
                ? OptionalLong.empty()
                : OptionalLong.of(now.innermost().pid());
    }

    /** The last lines of its output, at most 2,000 bytes; for operators, never for a tenant. */
    public String lastWords() {
        Run now = current();
        return new OutputFile(now == null ? plan.get().log() : now.spec().log()).tail(TAIL_BYTES);
    }

    /** Asks it to end, waits for its deadline, then kills it. Returns when it is gone. */
    public void stop() {
        Run last;
        Thread watching;
        synchronized (this) {
            wanted = false;
            last = run;
            watching = watcher;
            watcher = null;
            notifyAll();
        }
        if (last != null) {
            last.end();
        }
        if (watching != null && !watching.equals(Thread.currentThread())) {
            try {
                watching.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        stop();
    }

    private synchronized @Nullable Run current() {
        return run;
    }

    private void watch(Run first) {
        Run now = first;
        int failures = 0;
        while (now != null) {
            ProcessExit exit = now.await(this::isWanted);
            ledger.strike(now.spec().name());
            boolean again = ended(exit, now);
            exitListeners.forEach(listener -> tell(listener, exit));
            if (!again) {
                return;
            }
            failures = exit.lived().compareTo(backOff.steady()) >= 0 ? 0 : failures;
            now = relaunch(failures++);
        }
    }

    private synchronized boolean isWanted() {
        return wanted;
    }

    private synchronized boolean ended(ProcessExit exit, Run ended) {
        run = null;
        if (wanted) {
            LOG.warn(
                    "{} ended with code {} after {} s; starting it again. Its output is in {}",
                    ended.spec().name(),
                    exit.code(),
                    exit.lived().toSeconds(),
                    ended.spec().log());
        }
        return wanted;
    }

    private static void tell(Consumer<ProcessExit> listener, ProcessExit exit) {
        try {
            listener.accept(exit);
        } catch (RuntimeException e) {
            LOG.error("A listener for the end of process {} failed", exit.pid(), e);
        }
    }

    private synchronized @Nullable Run relaunch(int failuresBefore) {
        int failures = failuresBefore;
        while (wanted) {
            try {
                pause(backOff.pause(failures++));
                if (wanted) {
                    return launch();
                }
            } catch (IOException e) {
                LOG.warn("Can't start it again yet: {}", e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
        return null;
    }

    private synchronized void pause(Duration pause) throws InterruptedException {
        long until = System.nanoTime() + pause.toNanos();
        for (long left = pause.toNanos(); wanted && left > 0; left = until - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private synchronized Run launch() throws IOException {
        ProcessSpec spec = plan.get();
        Files.createDirectories(spec.folder());
        if (spec.log().getParent() != null) {
            Files.createDirectories(spec.log().getParent());
        }
        ProcessBuilder builder = new ProcessBuilder(spec.containment().wrap(spec.command()))
                .directory(spec.folder().toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(spec.environment());
        builder.environment().putAll(Map.of(ProcessLedger.MARKER, ledger.marker()));
        Run started = Run.start(spec, builder);
        ledger.enter(spec.name(), started.process().pid());
        run = started;
        LOG.info("Started {} (process {})", spec.name(), started.process().pid());
        return started;
    }
}
