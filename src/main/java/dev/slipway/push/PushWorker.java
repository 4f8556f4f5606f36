package dev.slipway.push;

import dev.slipway.build.WorkerName;
import dev.slipway.credential.Credentials;
import dev.slipway.credential.RegistryDialer;
import dev.slipway.home.Home;
import dev.slipway.image.ImageSources;
import dev.slipway.refusal.Refusal;
import dev.slipway.registry.RegistryClient;
import dev.slipway.registry.RegistryCredential;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Takes pushes from the queue and runs them, a bounded number at a time, each on a thread and with a client of its own. */
@Component
class PushWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(PushWorker.class);

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(8);

    private final PushQueue queue;
    private final PushNews news;
    private final RunningPushes running;
    private final ImageSources sources;
    private final Credentials credentials;
    private final RegistryDialer dialer;
    private final PushProperties properties;
    private final String name;

    private final Object bell = new Object();
    private boolean rung;
    private volatile @Nullable Thread loop;

    PushWorker(
            PushQueue queue,
            PushNews news,
            RunningPushes running,
            ImageSources sources,
            Credentials credentials,
            RegistryDialer dialer,
            PushProperties properties,
            Home home) {
        this.queue = queue;
        this.news = news;
        this.running = running;
        this.sources = sources;
        this.credentials = credentials;
        this.dialer = dialer;
        this.properties = properties;
        this.name = WorkerName.of(home).value();
    }

    /** Makes the worker look at the queue now instead of within a second. */
    void ring() {
        synchronized (bell) {
            rung = true;
            bell.notifyAll();
        }
    }

    @Override
    public void start() {
        if (loop == null) {
            // Set before the thread looks at it.
            Thread fresh = Thread.ofPlatform().name("push-worker").daemon().unstarted(this::work);
            loop = fresh;
            fresh.start();
        }
    }

    @Override
    public void stop() {
        Thread looping = loop;
        loop = null;
        if (looping == null) {
            return;
        }
        looping.interrupt();
        running.all().forEach(push -> push.stop(RunningPush.Stop.SHUTDOWN));
        long until = System.nanoTime() + STOP_DEADLINE.toNanos();
        try {
            while (running.count() > 0 && System.nanoTime() < until) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            looping.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return loop != null;
    }

    private void work() {
        boolean reclaimed = false;
        long lastKept = System.nanoTime();
        while (loop != null) {
            try {
                if (!reclaimed) {
                    queue.putBackAbandoned(Optional.of(name));
                    reclaimed = true;
                }
                if (System.nanoTime() - lastKept > properties.lease().toNanos() / 4) {
                    lastKept = System.nanoTime();
                    running.all().forEach(this::keep);
                    queue.putBackAbandoned(Optional.empty());
                }
                running.all().forEach(this::look);
                takeWhatFits();
                awaitBell();
            } catch (DataAccessException | TransactionException e) {
                LOG.warn("The queue of pushes can't be reached; trying again", e);
                pause();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("The push worker's round failed; going on", e);
                pause();
            }
        }
    }

    private void takeWhatFits() {
        while (properties.worker() && loop != null && running.count() < properties.parallel()) {
            Optional<Push> next = queue.take(name);
            if (next.isEmpty()) {
                return;
            }
            begin(next.get());
        }
    }

    private void keep(RunningPush push) {
        if (!queue.keep(push.push())) {
            push.stop(RunningPush.Stop.LOST);
        }
    }

    /** A cancel on another node is seen in the database only. */
    private void look(RunningPush push) {
        if (queue.isCancelAsked(push.push())) {
            push.stop(RunningPush.Stop.CANCELLED);
        } else if (push.ageNanos() > properties.timeLimit().toNanos()) {
            push.stop(RunningPush.Stop.TIME_IS_UP);
        } else if (push.push()
                .credential()
                .filter(used -> credentials.find(used.id()).isEmpty())
                .isPresent()) {
            push.stop(RunningPush.Stop.CREDENTIAL_GONE);
        } else {
            queue.save(push.push(), push.progress());
        }
    }

    private void begin(Push push) {
        PushProgress progress = new PushProgress(
                push.layers(), queue.uploads(push), () -> news.tell(new PushChanged(push.workspace(), push.id())));
        RunningPush now = new RunningPush(push, progress);
        running.add(now);
        CountDownLatch known = new CountDownLatch(1);
        Thread thread = Thread.ofVirtual().name("push-" + push.id()).start(() -> {
            try {
                known.await();
                run(now);
            } catch (InterruptedException e) {
                stopped(now);
            } catch (RuntimeException e) {
                LOG.error("The push {} can't be ended", push.id(), e);
            } finally {
                running.remove(now);
                ring();
            }
        });
        now.runsOn(thread);
        known.countDown();
    }

    private void run(RunningPush now) throws InterruptedException {
        Push push = now.push();
        try {
            attempt(now);
            queue.end(push, now.progress(), PushStatus.SUCCEEDED, Optional.empty());
        } catch (PushFailedException e) {
            failed(now, e.sentence());
        } catch (Refusal e) {
            failed(now, e.sentence());
        } catch (IOException e) {
            if (now.stopped() == null) {
                LOG.info("The push {} to {} failed: {}", push.id(), push.destination(), e.toString());
            }
            failed(now, PushTrouble.sentence(push, e));
        } catch (RuntimeException e) {
            LOG.error("The push {} to {} broke", push.id(), push.destination(), e);
            failed(
                    now,
                    "Slipway itself failed while it pushed this. Its log, at %s, says why.".formatted(Instant.now()));
        }
    }

    private void attempt(RunningPush now) throws IOException, InterruptedException, PushFailedException {
        Push push = now.push();
        PushPlan plan = PushPlan.of(sources, push.workspace(), push.repository(), push.digest());
        try (RegistryClient to = client(push)) {
            new PushRun(push, plan, to, sources, now.progress(), queue.elsewhere(push), properties.blobs()).run();
        }
    }

    private RegistryClient client(Push push) throws PushFailedException {
        Destination place = push.destination();
        Optional<RegistryCredential> credential = Optional.empty();
        if (push.credential().isPresent()) {
            credential = credentials.open(push.credential().get().id(), place.registry());
            if (credential.isEmpty()) {
                throw new PushFailedException(credentialGone(push));
            }
        }
        Set<String> scopes = new LinkedHashSet<>();
        scopes.add("repository:%s:pull,push".formatted(place.repository()));
        queue.elsewhere(push).values().forEach(from -> scopes.add("repository:%s:pull".formatted(from)));
        return RegistryClient.of(place.registry(), scopes, credential, dialer);
    }

    private static String credentialGone(Push push) {
        return "The credential %s was deleted. Choose another one and retry."
                .formatted(push.credential().map(used -> used.name().value()).orElse(""));
    }

    /** What stopped a push decides, even where it came to an end of its own at the same time. */
    private void failed(RunningPush now, String sentence) {
        if (now.stopped() != null) {
            stopped(now);
            return;
        }
        now.progress().stop();
        queue.end(
                now.push(),
                now.progress(),
                PushStatus.FAILED,
                Optional.of(sentence + " " + PushTrouble.safe(now.progress().there())));
    }

    private void stopped(RunningPush now) {
        RunningPush.Stop reason = now.stopped();
        switch (reason == null ? RunningPush.Stop.SHUTDOWN : reason) {
            case CANCELLED -> queue.end(now.push(), now.progress(), PushStatus.CANCELLED, Optional.empty());
            case CREDENTIAL_GONE -> ended(now, credentialGone(now.push()));
            case TIME_IS_UP ->
                ended(
                        now,
                        "The push was stopped after %d minutes, the limit of this Slipway (slipway.push.time-limit)."
                                .formatted(properties.timeLimit().toMinutes()));
            case LOST ->
                LOG.warn("The push {} is another worker's by now", now.push().id());
            case SHUTDOWN -> queue.putBack(now.push(), now.progress());
        }
    }

    private void ended(RunningPush now, String sentence) {
        queue.end(
                now.push(),
                now.progress(),
                PushStatus.FAILED,
                Optional.of(sentence + " " + PushTrouble.safe(now.progress().there())));
    }

    private void awaitBell() throws InterruptedException {
        synchronized (bell) {
            long until = System.nanoTime() + LOOK.toNanos();
            for (long left = LOOK.toNanos(); !rung && left > 0; left = until - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(bell, left);
            }
            rung = false;
        }
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
