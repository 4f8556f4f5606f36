package dev.slipway.queue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Takes jobs from a queue and runs them, a bounded number at a time, each on a thread of its own.
 *
 * @param <K> what names a job
 */
public final class Worker<K, R extends Running<K, ?>> implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(8);

    private final String kind;
    private final Round<R> round;
    private final int parallel;
    private final Duration lease;
    private final Duration look;

    private final Map<K, R> running = new ConcurrentHashMap<>();
    private final Object bell = new Object();
    private boolean rung;
    private volatile @Nullable Thread loop;

    /** Of the loop's thread alone. */
    private boolean reclaimed;

    private long keptNanos;

    /**
     * @param kind what a job is called, in names of threads and in the log
     * @param parallel how many run at the same time; with 0 it takes none, and looks after other workers' leases only
     * @param lease how long a worker may be silent until its jobs are given up
     */
    public Worker(String kind, Round<R> round, int parallel, Duration lease) {
        this(kind, round, parallel, lease, SECOND);
    }

    /** @param look how long it waits for the bell */
    Worker(String kind, Round<R> round, int parallel, Duration lease, Duration look) {
        this.kind = kind;
        this.round = round;
        this.parallel = parallel;
        this.lease = lease;
        this.look = look;
    }

    /** A job that this worker runs now, known to it sooner than to the database. */
    public Optional<R> find(K id) {
        return Optional.ofNullable(running.get(id));
    }

    /** Makes the worker look at the queue now instead of within a second. */
    public void ring() {
        synchronized (bell) {
            rung = true;
            bell.notifyAll();
        }
    }

    @Override
    public void start() {
        if (loop == null) {
            // Set before the thread looks at it.
            Thread fresh = Thread.ofPlatform().name(kind + "-worker").daemon().unstarted(this::work);
            loop = fresh;
            fresh.start();
        }
    }

    /** Returns when all jobs have ended, or after {@link #STOP_DEADLINE}. */
    @Override
    public void stop() {
        Thread looping = loop;
        if (looping == null) {
            return;
        }
        long until = System.nanoTime() + STOP_DEADLINE.toNanos();
        loop = null;
        ring();
        all().forEach(round::shutDown);
        try {
            // What it was taking meanwhile is running by then.
            looping.join(STOP_DEADLINE);
            all().forEach(round::shutDown);
            while (!running.isEmpty() && System.nanoTime() < until) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return loop != null;
    }

    private void work() {
        reclaimed = false;
        keptNanos = System.nanoTime();
        try {
            while (isCurrent()) {
                boolean well = goRound();
                awaitNext(well);
            }
        } catch (InterruptedException e) {
            LOG.debug("The {} worker was interrupted", kind);
        }
    }

    /** Whether it went well. */
    private boolean goRound() {
        try {
            if (!reclaimed) {
                round.reclaim();
                reclaimed = true;
            }
            if (System.nanoTime() - keptNanos > lease.toNanos() / 4) {
                keptNanos = System.nanoTime();
                all().forEach(round::keep);
                round.reclaimExpired();
            }
            all().forEach(round::look);
            takeWhatFits();
            return true;
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("The {} queue can't be reached; trying again", kind, e);
        } catch (RuntimeException e) {
            LOG.error("The {} worker's round failed; going on", kind, e);
        }
        return false;
    }

    /** Not so any more for a thread whose worker was stopped, even when it was started again. */
    private boolean isCurrent() {
        return Thread.currentThread().equals(loop);
    }

    private void takeWhatFits() {
        while (isCurrent() && running.size() < parallel) {
            Optional<R> next = round.take();
            if (next.isEmpty()) {
                return;
            }
            begin(next.get());
        }
    }

    private void begin(R now) {
        running.put(now.id(), now);
        Thread.ofVirtual().name(kind + "-" + now.id()).start(() -> {
            try {
                now.begin();
                round.run(now);
            } catch (RuntimeException e) {
                LOG.error("The {} {} can't be ended", kind, now.id(), e);
            } finally {
                running.remove(now.id(), now);
                ring();
            }
        });
    }

    private List<R> all() {
        return List.copyOf(running.values());
    }

    /** A queue that can't be reached is not asked sooner because somebody rings. */
    private void awaitNext(boolean heedBell) throws InterruptedException {
        synchronized (bell) {
            long until = System.nanoTime() + look.toNanos();
            for (long left = look.toNanos();
                    isCurrent() && left > 0 && !(rung && heedBell);
                    left = until - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(bell, left);
            }
            rung = false;
        }
    }
}
