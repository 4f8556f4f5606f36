package dev.slipway.build;

import dev.slipway.home.Home;
import dev.slipway.oci.Digest;
import dev.slipway.refusal.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Takes builds from the queue and runs them, a bounded number at a time. */
@Component
class BuildWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(BuildWorker.class);

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(8);
    private static final int END_ATTEMPTS = 30;

    private final BuildQueue queue;
    private final BuildLog log;
    private final BuildNews news;
    private final RunningBuilds running;
    private final ObjectProvider<BuildEngine> engine;
    private final ObjectProvider<ImageShelf> shelf;
    private final BuildProperties properties;
    private final String name;

    private final Object bell = new Object();
    private boolean rung;
    private volatile @Nullable Thread loop;

    BuildWorker(
            BuildQueue queue,
            BuildLog log,
            BuildNews news,
            RunningBuilds running,
            ObjectProvider<BuildEngine> engine,
            ObjectProvider<ImageShelf> shelf,
            BuildProperties properties,
            Home home) {
        this.queue = queue;
        this.log = log;
        this.news = news;
        this.running = running;
        this.engine = engine;
        this.shelf = shelf;
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
            Thread fresh = Thread.ofPlatform().name("build-worker").daemon().unstarted(this::work);
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
        running.all().forEach(build -> build.stop(RunningBuild.Stop.SHUTDOWN));
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
                    queue.interruptThoseOf(name);
                    reclaimed = true;
                }
                if (System.nanoTime() - lastKept > properties.lease().toNanos() / 4) {
                    lastKept = System.nanoTime();
                    running.all().forEach(this::keep);
                    queue.interruptExpired();
                }
                running.all().forEach(this::look);
                takeWhatFits();
                awaitBell();
            } catch (DataAccessException | TransactionException e) {
                LOG.warn("The queue can't be reached; trying again", e);
                pause();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("The worker's round failed; going on", e);
                pause();
            }
        }
    }

    private void takeWhatFits() {
        while (properties.worker() && loop != null && running.count() < properties.parallel()) {
            Optional<Build> next = queue.take(name);
            if (next.isEmpty()) {
                return;
            }
            begin(next.get());
        }
    }

    private void keep(RunningBuild build) {
        if (!queue.keep(build.build())) {
            build.stop(RunningBuild.Stop.LOST);
        } else {
            queue.saveSteps(build.build(), build.progress());
        }
    }

    /** A cancel on another node is seen in the database only. */
    private void look(RunningBuild build) {
        if (queue.isCancelAsked(build.build())) {
            build.stop(RunningBuild.Stop.CANCELLED);
        }
        if (build.ageNanos() > properties.timeLimit().toNanos()) {
            build.stop(RunningBuild.Stop.TIME_IS_UP);
        }
    }

    private void begin(Build build) {
        BuildProgress progress = new BuildProgress(
                log.write(build.id()),
                () -> news.tell(new BuildChanged(
                        build.workspace(), build.project(), build.id(), build.number(), BuildStatus.RUNNING)));
        RunningBuild now = new RunningBuild(build, progress);
        running.add(now);
        CountDownLatch known = new CountDownLatch(1);
        Thread thread = Thread.ofVirtual().name("build-" + build.id()).start(() -> {
            try {
                known.await();
                end(now, run(now));
            } catch (InterruptedException e) {
                end(now, stopped(now));
            } catch (RuntimeException e) {
                LOG.error("Build {} of workspace {} can't be ended", build.number(), build.workspace(), e);
            } finally {
                running.remove(now);
                ring();
            }
        });
        now.runsOn(thread);
        known.countDown();
    }

    private BuildResult run(RunningBuild now) {
        Build build = now.build();
        try {
            Digest digest = engine.getObject().run(build, now.progress());
            List<String> tags =
                    build.request().tags().stream().map(ImageTag::toString).toList();
            PublishedImage image = now.progress()
                    .own(
                            tags.isEmpty() ? "storing the image" : "tagging " + String.join(", ", tags),
                            () -> shelf.getObject().publish(build, digest, tags));
            return result(now, BuildStatus.SUCCEEDED, Optional.of(image), Optional.empty());
        } catch (InterruptedException e) {
            return stopped(now);
        } catch (BuildFailedException e) {
            LOG.info("Build {} of workspace {} failed: {}", build.number(), build.workspace(), e.getMessage());
            return failed(now, e.error());
        } catch (TagsRefusedException e) {
            return result(now, BuildStatus.FAILED, Optional.of(e.image()), Optional.of(BuildError.of(e.sentence())));
        } catch (Refusal e) {
            return failed(now, BuildError.of(e.sentence()));
        } catch (RuntimeException e) {
            LOG.error("Build {} of workspace {} broke", build.number(), build.workspace(), e);
            return failed(
                    now,
                    BuildError.of(
                            "Slipway itself failed while it built this. Its log, at %s, says why. Nothing was published; retrying is safe."
                                    .formatted(Instant.now())));
        }
    }

    /** What stopped a build decides, even where the engine came to an end of its own at the same time. */
    private BuildResult failed(RunningBuild now, BuildError error) {
        return now.stopped() == null
                ? result(now, BuildStatus.FAILED, Optional.empty(), Optional.of(error))
                : stopped(now);
    }

    private BuildResult stopped(RunningBuild now) {
        RunningBuild.Stop reason = now.stopped();
        return switch (reason == null ? RunningBuild.Stop.SHUTDOWN : reason) {
            case CANCELLED -> result(now, BuildStatus.CANCELLED, Optional.empty(), Optional.empty());
            case TIME_IS_UP ->
                result(
                        now,
                        BuildStatus.FAILED,
                        Optional.empty(),
                        Optional.of(BuildError.of(
                                "The build was stopped after %d minutes, the limit of this Slipway (slipway.build.time-limit)."
                                        .formatted(properties.timeLimit().toMinutes()))));
            case LOST ->
                interrupted(
                        now, "Another worker gave this build up for dead. Retry it: what was built so far is cached.");
            case SHUTDOWN ->
                interrupted(
                        now, "Slipway was stopped while this build ran. Retry it: what was built so far is cached.");
        };
    }

    private BuildResult interrupted(RunningBuild now, String sentence) {
        return result(now, BuildStatus.INTERRUPTED, Optional.empty(), Optional.of(BuildError.of(sentence)));
    }

    private BuildResult result(
            RunningBuild now, BuildStatus status, Optional<PublishedImage> image, Optional<BuildError> error) {
        now.progress().endOpenSteps(Instant.now(), BuildStep.State.CANCELLED);
        return new BuildResult(status, now.progress().steps(), now.progress().warnings(), image, error);
    }

    /** The end is written when the database takes it: an image that is published must not look interrupted. */
    private void end(RunningBuild now, BuildResult result) {
        // An interrupt that comes now must not cut the writing off.
        boolean interrupted = Thread.interrupted();
        for (int attempt = 1; ; attempt++) {
            try {
                queue.end(now.build(), result, now.progress());
                break;
            } catch (DataAccessException | TransactionException e) {
                if (attempt == END_ATTEMPTS) {
                    throw e;
                }
                pause();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
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

    private void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
