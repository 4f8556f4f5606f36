package dev.slipway.queue;

import java.util.Optional;

/**
 * What a {@link Worker} does with one kind of job, on the worker's one thread but for {@link #run}. What throws is logged
 * and tried again a second later.
 */
public interface Round<R extends Running<?, ?>> {

    /** Deals with what an earlier life of this worker left running. Called once, before anything is taken. */
    void reclaim();

    /** Deals with jobs whose worker has been silent for longer than its lease. Called four times a lease. */
    void reclaimExpired();

    /** Takes the next job; empty when none waits. */
    Optional<R> take();

    /** Prolongs the job's lease, or stops it when another worker has it by now. Called four times a lease. */
    void keep(R running);

    /** Looks whether the job has to stop. Called once a second. */
    void look(R running);

    /** Stops the job because the worker stops. */
    void shutDown(R running);

    /** Runs the job and writes its end down, on a thread of its own. */
    void run(R running);
}
