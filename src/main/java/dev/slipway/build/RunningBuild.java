package dev.slipway.build;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A build that this worker runs now. */
final class RunningBuild {

    private final Build build;
    private final BuildProgress progress;
    private final AtomicReference<@Nullable Stop> stop = new AtomicReference<>();
    private final long startedNanos = System.nanoTime();
    private volatile @Nullable Thread thread;

    RunningBuild(Build build, BuildProgress progress) {
        this.build = build;
        this.progress = progress;
    }

    /** Why a build is stopped from outside. */
    enum Stop {
        CANCELLED,
        TIME_IS_UP,
        LOST,
        SHUTDOWN
    }

    Build build() {
        return build;
    }

    BuildProgress progress() {
        return progress;
    }

    long ageNanos() {
        return System.nanoTime() - startedNanos;
    }

    @Nullable
    Stop stopped() {
        return stop.get();
    }

    void runsOn(Thread running) {
        thread = running;
        if (stop.get() != null) {
            running.interrupt();
        }
    }

    /** Stops it for the first reason given. */
    void stop(Stop reason) {
        Thread running = thread;
        if (stop.compareAndSet(null, reason) && running != null) {
            running.interrupt();
        }
    }
}
