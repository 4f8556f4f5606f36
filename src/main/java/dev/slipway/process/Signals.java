package dev.slipway.process;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting for processes that are not children of this JVM. */
final class Signals {

    private static final Duration END_DEADLINE = Duration.ofSeconds(5);

    private Signals() {}

    /** A killed process is gone at once unless the kernel is busy for it (disk); waits five seconds at most. */
    static void awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(END_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Nothing more can be done from here.
        }
    }
}
