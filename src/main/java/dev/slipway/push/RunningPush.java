package dev.slipway.push;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A push that this worker runs now. */
final class RunningPush {

    private final Push push;
    private final PushProgress progress;
    private final AtomicReference<@Nullable Stop> stop = new AtomicReference<>();
    private final long startedNanos = System.nanoTime();
    private volatile @Nullable Thread thread;

    RunningPush(Push push, PushProgress progress) {
        this.push = push;
        this.progress = progress;
    }

    /** Why a push is stopped from outside. */
    enum Stop {
        CANCELLED,
        CREDENTIAL_GONE,
        TIME_IS_UP,
        LOST,
        SHUTDOWN
    }

    Push push() {
        return push;
    }

    PushProgress progress() {
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
