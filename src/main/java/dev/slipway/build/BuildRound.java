package dev.slipway.build;

import dev.slipway.home.Home;
import dev.slipway.oci.Digest;
import dev.slipway.queue.Round;
import dev.slipway.queue.WorkerName;
import dev.slipway.refusal.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** How builds are run, and how their end is written down. */
@Component
class BuildRound implements Round<RunningBuild> {

    private static final Logger LOG = LoggerFactory.getLogger(BuildRound.class);

    private static final int END_ATTEMPTS = 30;

    private final BuildQueue queue;
    private final BuildLog log;
    private final BuildNews news;
    private final ObjectProvider<BuildEngine> engine;
    private final ObjectProvider<ImageShelf> shelf;
    private final BuildProperties properties;
    private final String worker;

    BuildRound(
            BuildQueue queue,
            BuildLog log,
            BuildNews news,
            ObjectProvider<BuildEngine> engine,
            ObjectProvider<ImageShelf> shelf,
            BuildProperties properties,
            Home home) {
        this.queue = queue;
        this.log = log;
        this.news = news;
        this.engine = engine;
        this.shelf = shelf;
        this.properties = properties;
        this.worker = WorkerName.of(home).value();
    }

    @Override
    public void reclaim() {
        queue.interruptThoseOf(worker);
    }

    @Override
    public void reclaimExpired() {
        queue.interruptExpired();
    }

    @Override
    public Optional<RunningBuild> take() {
        return queue.take(worker)
                .map(build ->
                        new RunningBuild(build, new BuildProgress(log.write(build.id()), () -> news.tell(build))));
    }

    @Override
    public void keep(RunningBuild now) {
        if (!queue.keep(now.build())) {
            now.stop(RunningBuild.Stop.LOST);
        } else {
            queue.saveSteps(now.build(), now.progress());
        }
    }

    /** A cancel on another node is seen in the database only. */
    @Override
    public void look(RunningBuild now) {
        if (queue.isCancelAsked(now.build())) {
            now.stop(RunningBuild.Stop.CANCELLED);
        }
        if (now.age().compareTo(properties.timeLimit()) > 0) {
            now.stop(RunningBuild.Stop.TIME_IS_UP);
        }
    }

    @Override
    public void shutDown(RunningBuild now) {
        now.stop(RunningBuild.Stop.SHUTDOWN);
    }

    @Override
    public void run(RunningBuild now) {
        end(now, build(now));
    }

    private BuildResult build(RunningBuild now) {
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
        return now.stopped().isEmpty()
                ? result(now, BuildStatus.FAILED, Optional.empty(), Optional.of(error))
                : stopped(now);
    }

    private BuildResult stopped(RunningBuild now) {
        return switch (now.stopped().orElse(RunningBuild.Stop.SHUTDOWN)) {
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
        now.settle();
        for (int attempt = 1; ; attempt++) {
            try {
                queue.end(now.build(), result, now.progress());
                return;
            } catch (DataAccessException | TransactionException e) {
                if (attempt == END_ATTEMPTS) {
                    throw e;
                }
                pause();
            }
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
