package dev.slipway.build;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** The workers' side of the queue: take, keep, end. */
@Service
class BuildQueue {

    private final BuildRows rows;
    private final TransactionTemplate transaction;
    private final BuildNews news;
    private final BuildLog log;
    private final ApplicationEventPublisher events;
    private final Duration lease;

    BuildQueue(
            BuildRows rows,
            TransactionTemplate transaction,
            BuildNews news,
            BuildLog log,
            ApplicationEventPublisher events,
            BuildProperties properties) {
        this.rows = rows;
        this.transaction = transaction;
        this.news = news;
        this.log = log;
        this.events = events;
        this.lease = properties.lease();
    }

    /** Takes the next build for a worker; empty when none waits. */
    Optional<Build> take(String worker) {
        Optional<Build> taken = transact(() -> rows.lockNext().flatMap(id -> {
            rows.start(id, worker, lease);
            return rows.find(id);
        }));
        taken.ifPresent(news::tell);
        return taken;
    }

    /** Whether the build is still this worker's; it stays so for another lease. */
    boolean keep(Build build) {
        return transact(() -> rows.renew(build.id(), build.epoch(), lease));
    }

    boolean isCancelAsked(Build build) {
        return rows.isCancelAsked(build.id());
    }

    boolean saveSteps(Build build, BuildProgress progress) {
        return transact(() -> rows.saveSteps(build.id(), build.epoch(), progress.steps(), progress.warnings()));
    }

    /**
     * Writes the end down, first where it counts, then in the log; nothing when the build was somebody else's by then. Whoever
     * reads the log's last event finds the build ended.
     */
    void end(Build build, BuildResult result, BuildProgress progress) {
        if (transact(() -> rows.end(build.id(), build.epoch(), result))) {
            progress.close(Instant.now(), result.status());
        } else {
            progress.abandon();
        }
        ended(build.id());
    }

    /** Gives up builds whose worker has been silent for longer than its lease. */
    void interruptExpired() {
        interrupt(
                transact(rows::expired),
                "The worker that ran this build stopped answering. Retry it: what was built so far is cached.");
    }

    /** Gives up what an earlier life of this worker was running. */
    void interruptThoseOf(String worker) {
        interrupt(
                transact(() -> rows.runningOf(worker)),
                "Slipway was restarted while this build ran. Retry it: what was built so far is cached.");
    }

    private void interrupt(List<BuildId> builds, String reason) {
        for (BuildId id : builds) {
            List<BuildStep> steps = LoggedSteps.read(log, id);
            boolean done = transact(() -> rows.find(id)
                    .filter(build -> rows.interrupt(id, build.epoch(), steps, BuildError.of(reason)))
                    .isPresent());
            if (done) {
                ended(id);
            }
        }
    }

    void ended(BuildId id) {
        transact(() -> rows.find(id)).filter(build -> build.status().isFinal()).ifPresent(build -> {
            log.seal(id, build.endedAt().orElseThrow(), build.status());
            news.tell(build);
            events.publishEvent(new BuildEnded(build));
        });
    }

    private <T> T transact(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }
}
