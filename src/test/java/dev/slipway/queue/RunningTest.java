package dev.slipway.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunningTest {

    private final Job job = new Job();

    @AfterEach
    void forgetTheInterrupt() {
        Thread.interrupted();
    }

    @Test
    void theFirstReasonToStopWinsAndAnInterruptFollows() {
        job.begin();

        job.stop(Stop.CANCELLED);
        job.stop(Stop.SHUTDOWN);

        assertThat(job.stopped()).contains(Stop.CANCELLED);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void aJobStoppedBeforeItsThreadBeginsIsInterruptedThen() {
        job.stop(Stop.CANCELLED);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();

        job.begin();

        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void nothingInterruptsAJobWhoseEndIsBeingWrittenDown() {
        job.begin();
        job.stop(Stop.CANCELLED);

        job.settle();
        job.stop(Stop.SHUTDOWN);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(job.stopped()).contains(Stop.CANCELLED);
    }

    private enum Stop {
        CANCELLED,
        SHUTDOWN
    }

    private static final class Job extends Running<String, Stop> {

        Job() {
            super("job");
        }
    }
}
