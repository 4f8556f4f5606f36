package dev.slipway.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.queue.WorkerTest.Job.Stop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DataAccessResourceFailureException;

@Timeout(60)
class WorkerTest {

    /** Whoever waits so long in a test waits for the bell alone. */
    private static final Duration AGES = Duration.ofHours(1);

    private static final Duration MOMENT = Duration.ofMillis(5);

    private final Desk desk = new Desk();
    private Worker<Integer, Job> worker = new Worker<>("test", desk, 2, AGES, AGES);

    @AfterEach
    void stop() {
        desk.waiting.clear();
        worker.stop();
    }

    @Test
    void noMoreRunAtOnceThanMay() {
        List<Job> jobs = List.of(new Job(1), new Job(2), new Job(3));
        desk.waiting.addAll(jobs);

        worker.start();

        await().until(() -> desk.began.size() == 2);
        assertThat(worker.find(1)).containsSame(jobs.getFirst());
        assertThat(worker.find(3)).isEmpty();
        jobs.getFirst().finish.countDown();
        await("its end rings the bell").until(() -> desk.began.size() == 3);
        assertThat(worker.find(1)).isEmpty();
    }

    @Test
    void aBellDuringALookIsHeardAfterIt() {
        desk.whileTaking = () -> {
            if (desk.takes.get() == 1) {
                // Somebody else queues one when this look has passed it by.
                desk.waiting.add(new Job(1));
                worker.ring();
            }
        };

        worker.start();

        await().until(() -> desk.began.size() == 1);
    }

    @Test
    void aJobTakenWhileTheWorkerStopsIsStoppedToo() throws InterruptedException {
        CountDownLatch taking = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        desk.whileTaking = () -> {
            taking.countDown();
            waitFor(go);
        };
        Job job = new Job(1);
        desk.waiting.add(job);
        worker.start();
        taking.await();

        Thread stopping = Thread.ofVirtual().start(worker::stop);
        await().until(() -> !worker.isRunning());
        go.countDown();
        stopping.join();

        assertThat(job.stopped()).contains(Stop.SHUTDOWN);
        assertThat(job.over.getCount()).as("stop waits for its end").isZero();
        assertThat(worker.find(1)).isEmpty();
    }

    @Test
    void aStoppedWorkerTakesNothing() {
        worker.start();
        await().until(() -> desk.takes.get() == 1);

        worker.stop();
        desk.waiting.add(new Job(1));
        worker.ring();

        assertThat(desk.takes).hasValue(1);
        worker.start();
        await("it can be started again").until(() -> desk.began.size() == 1);
    }

    @Test
    void aJobWhoseLeaseIsLostIsStopped() {
        worker = new Worker<>("test", desk, 1, MOMENT, MOMENT);
        Job job = new Job(1);
        desk.waiting.add(job);
        worker.start();
        await().until(() -> desk.expired.get() > 2);
        assertThat(job.stopped()).isEmpty();

        desk.lost = true;

        await().until(() -> worker.find(1).isEmpty());
        assertThat(job.stopped()).contains(Stop.LOST);
    }

    @Test
    void whatAnEarlierLifeLeftIsReclaimedBeforeAnythingIsTakenHoweverLongThatTakes() {
        worker = new Worker<>("test", desk, 1, AGES, MOMENT);
        desk.unreachable = 3;
        desk.waiting.add(new Job(1));

        worker.start();

        await().until(() -> desk.began.size() == 1);
        assertThat(desk.reclaims).hasValue(4);
        assertThat(desk.takes).hasValue(1);
    }

    @Test
    void aJobThatBreaksLeavesItsPlaceToTheNext() {
        worker = new Worker<>("test", desk, 1, AGES, AGES);
        Job broken = new Job(1);
        broken.breaks = true;
        desk.waiting.addAll(List.of(broken, new Job(2)));

        worker.start();

        await().until(() -> desk.began.size() == 2);
    }

    @Test
    void aWorkerWithoutPlacesTakesNothingAndStillLooksAfterLeases() {
        worker = new Worker<>("test", desk, 0, MOMENT, MOMENT);

        worker.start();

        await().until(() -> desk.expired.get() > 1);
        assertThat(desk.takes).hasValue(0);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static final class Job extends Running<Integer, Stop> {

        enum Stop {
            LOST,
            SHUTDOWN
        }

        final CountDownLatch finish = new CountDownLatch(1);
        final CountDownLatch over = new CountDownLatch(1);
        boolean breaks;

        Job(int id) {
            super(id);
        }
    }

    private static final class Desk implements Round<Job> {

        final Queue<Job> waiting = new ConcurrentLinkedQueue<>();
        final List<Job> began = new CopyOnWriteArrayList<>();
        final AtomicInteger reclaims = new AtomicInteger();
        final AtomicInteger takes = new AtomicInteger();
        final AtomicInteger expired = new AtomicInteger();
        volatile Runnable whileTaking = () -> {};
        volatile boolean lost;
        volatile int unreachable;

        @Override
        public void reclaim() {
            if (reclaims.incrementAndGet() <= unreachable) {
                throw new DataAccessResourceFailureException("The test's database is away");
            }
        }

        @Override
        public void reclaimExpired() {
            expired.incrementAndGet();
        }

        @Override
        public Optional<Job> take() {
            takes.incrementAndGet();
            Optional<Job> next = Optional.ofNullable(waiting.poll());
            whileTaking.run();
            return next;
        }

        @Override
        public void keep(Job job) {
            if (lost) {
                job.stop(Stop.LOST);
            }
        }

        @Override
        public void look(Job job) {}

        @Override
        public void shutDown(Job job) {
            job.stop(Stop.SHUTDOWN);
        }

        @Override
        public void run(Job job) {
            began.add(job);
            if (job.breaks) {
                throw new IllegalStateException("The test's job breaks");
            }
            try {
                job.finish.await();
            } catch (InterruptedException e) {
                job.settle();
            }
            job.over.countDown();
        }
    }
}
