package dev.slipway.queue;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A job that this worker runs now. The first reason to stop it wins, and an interrupt follows.
 *
 * @param <K> what names the job
 * @param <S> why it is stopped from outside
 */
public abstract class Running<K, S extends Enum<S>> {

    private final K id;
    private final long startedNanos = System.nanoTime();
    private @Nullable S stop;
    private @Nullable Thread thread;

    protected Running(K id) {
        this.id = id;
    }

    public final K id() {
        return id;
    }

    public final Duration age() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /** Why it was stopped, if it was. */
    public final synchronized Optional<S> stopped() {
        return Optional.ofNullable(stop);
    }

    public final synchronized void stop(S reason) {
        if (stop == null) {
            stop = reason;
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    /** Called by the job's own thread as soon as nothing may interrupt it any more: its end is being written down. */
    public final synchronized void settle() {
        thread = null;
        Thread.interrupted();
    }

    /** Called by the job's own thread before all else. */
    final synchronized void begin() {
        thread = Thread.currentThread();
        if (stop != null) {
            thread.interrupt();
        }
    }
}
