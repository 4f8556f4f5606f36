package dev.slipway.build;

import dev.slipway.audit.AuditAction;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.project.Project;
import dev.slipway.project.ProjectFiles;
import dev.slipway.project.ProjectLeaves;
import dev.slipway.project.Revision;
import dev.slipway.project.SourceTree;
import dev.slipway.project.SourceTrees;
import dev.slipway.queue.Worker;
import dev.slipway.refusal.Refusal;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import dev.slipway.workspace.WorkspaceCloses;
import dev.slipway.workspace.WorkspaceId;
import dev.slipway.workspace.WorkspaceLeaves;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Asking for builds and looking at them. */
@Service
public class Builds {

    private static final Duration QUEUE_RETRY = Duration.ofSeconds(30);
    /** A cancelled build takes a second; its worker looks once a second on other nodes. */
    private static final Duration END_DEADLINE = Duration.ofSeconds(15);

    private final BuildRows rows;
    private final TransactionTemplate transaction;
    private final BuildQueue queue;
    private final Worker<BuildId, RunningBuild> worker;
    private final BuildLog log;
    private final BuildNews news;
    private final ProjectFiles files;
    private final SourceTrees trees;
    private final BuildProperties properties;
    private final ApplicationEventPublisher events;

    Builds(
            BuildRows rows,
            TransactionTemplate transaction,
            BuildQueue queue,
            Worker<BuildId, RunningBuild> worker,
            BuildLog log,
            BuildNews news,
            ProjectFiles files,
            SourceTrees trees,
            BuildProperties properties,
            ApplicationEventPublisher events) {
        this.rows = rows;
        this.transaction = transaction;
        this.queue = queue;
        this.worker = worker;
        this.log = log;
        this.news = news;
        this.files = files;
        this.trees = trees;
        this.properties = properties;
        this.events = events;
    }

    /**
     * Puts a build into the queue.
     *
     * @throws Refusal INVALID when the commit has no such Dockerfile or context, TOO_MANY when the workspace's queue is full
     */
    public Build submit(Seat seat, Project project, BuildRequest request) {
        seat.require(Permission.BUILD);
        if (!project.workspace().equals(seat.workspace().id())) {
            throw Refusal.notFound();
        }
        Revision revision = request.revision().orElseGet(() -> files.head(project.id()));
        checkSources(project, revision, request);
        return queue(seat, project, request.at(revision), revision, null);
    }

    /**
     * The same commit with the same options once more.
     *
     * @throws Refusal CONFLICT when the build has not ended
     */
    public Build retry(Seat seat, Project project, Build build) {
        seat.require(Permission.BUILD);
        if (!build.workspace().equals(seat.workspace().id()) || !build.project().equals(project.id())) {
            throw Refusal.notFound();
        }
        if (!build.status().isFinal()) {
            throw Refusal.of(
                    Refusal.Kind.CONFLICT,
                    "build-not-ended",
                    "Build %s is still %s. Cancel it first, or wait for its end."
                            .formatted(build.number(), build.status().word()));
        }
        checkSources(project, build.revision(), build.request());
        return queue(seat, project, build.request().at(build.revision()), build.revision(), build.number());
    }

    /** @throws Refusal NOT_FOUND */
    public Build find(WorkspaceId workspace, BuildNumber number) {
        return transact(() -> rows.find(workspace, number).map(this::asOfNow)).orElseThrow(Refusal::notFound);
    }

    public Optional<Build> find(BuildId id) {
        return transact(() -> rows.find(id).map(this::asOfNow));
    }

    /** Newest first; the cursor is the number of the last one. */
    public Page<Build> list(WorkspaceId workspace, BuildFilter filter, PageRequest page) {
        List<Build> found = transact(() -> rows.list(workspace, filter, page));
        boolean more = found.size() > page.limit();
        List<Build> shown = found.subList(0, Math.min(found.size(), page.limit()));
        return new Page<>(
                shown.stream().map(this::asOfNow).toList(),
                more ? shown.getLast().number().toString() : null);
    }

    /**
     * Ends a build early; one that has ended already stays as it is.
     *
     * @return the build, which a worker may need a second to end
     */
    public Build cancel(Seat seat, Build build) {
        seat.require(Permission.BUILD);
        if (!build.workspace().equals(seat.workspace().id())) {
            throw Refusal.notFound();
        }
        if (!build.status().isFinal()) {
            events.publishEvent(seat.did(AuditAction.BUILD_CANCEL, shown(build), ""));
        }
        cancel(build.id());
        return find(build.workspace(), build.number());
    }

    /**
     * Deletes a build with its log; its image stays.
     *
     * @throws Refusal CONFLICT when it has not ended
     */
    public void delete(Seat seat, Build build) {
        seat.require(Permission.DELETE_BUILD);
        if (!build.workspace().equals(seat.workspace().id())) {
            throw Refusal.notFound();
        }
        if (!transact(() -> rows.delete(build.id()))) {
            throw Refusal.of(
                    Refusal.Kind.CONFLICT,
                    "build-not-ended",
                    "Build %s has not ended. Cancel it first.".formatted(build.number()));
        }
        events.publishEvent(seat.did(AuditAction.BUILD_DELETE, shown(build), ""));
        log.delete(build.id());
        news.tell(build);
    }

    /** Builds of a workspace that is about to be deleted end first, so that nothing writes into what goes. */
    @EventListener
    void workspaceCloses(WorkspaceCloses closing) {
        rows.unfinishedIn(closing.workspace().id()).forEach(this::cancel);
        awaitEnd(() ->
                transact(() -> rows.unfinishedIn(closing.workspace().id())).isEmpty());
    }

    /** What is kept for a workspace goes with it: rows by the database, logs here, and what began meanwhile. */
    @EventListener
    void workspaceLeaves(WorkspaceLeaves leaving) {
        List<BuildId> builds = rows.allOf(leaving.workspace().id());
        afterCommit(() -> {
            builds.forEach(id -> worker.find(id).ifPresent(build -> build.stop(RunningBuild.Stop.CANCELLED)));
            awaitEnd(() -> builds.stream().noneMatch(id -> worker.find(id).isPresent()));
            builds.forEach(log::delete);
        });
    }

    /** Returns as well when it takes too long: a worker on another node that is gone can't be waited for. */
    private static void awaitEnd(BooleanSupplier ended) {
        long until = System.nanoTime() + END_DEADLINE.toNanos();
        try {
            while (!ended.getAsBoolean() && System.nanoTime() < until) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nobody waits for an image of a project that is gone. What was built before stays on record. */
    @EventListener
    void projectLeaves(ProjectLeaves leaving) {
        List<BuildId> unfinished = rows.unfinishedOf(leaving.project().id());
        afterCommit(() -> unfinished.forEach(this::cancel));
    }

    private void cancel(BuildId id) {
        if (transact(() -> rows.cancelQueued(id))) {
            queue.ended(id);
        } else if (transact(() -> rows.askToCancel(id))) {
            worker.find(id).ifPresent(build -> build.stop(RunningBuild.Stop.CANCELLED));
        }
    }

    private Build queue(
            Seat seat, Project project, BuildRequest request, Revision revision, @Nullable BuildNumber retryOf) {
        Build build = transact(() -> {
            BuildNumber number = rows.nextNumber(project.workspace());
            checkRoom(project.workspace());
            Build queued = new Build(
                    BuildId.random(),
                    number,
                    project.workspace(),
                    project.id(),
                    project.name(),
                    revision,
                    BuildStatus.QUEUED,
                    request,
                    seat.caller().id(),
                    seat.caller().user().name(),
                    Instant.now().truncatedTo(ChronoUnit.MICROS),
                    Optional.empty(),
                    Optional.empty(),
                    0,
                    false,
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.ofNullable(retryOf));
            rows.insert(queued);
            events.publishEvent(seat.did(
                    AuditAction.BUILD_START,
                    shown(queued),
                    request.tags().stream().map(ImageTag::toString).collect(Collectors.joining(" "))));
            return asOfNow(queued);
        });
        news.tell(build);
        worker.ring();
        return build;
    }

    /** The counter's row is locked by now, so nobody else of this workspace comes in between. */
    private void checkRoom(WorkspaceId workspace) {
        if (rows.countQueued(workspace) >= properties.queueLimit()) {
            throw Refusal.tooMany(
                    "queue-full",
                    "%d builds of this workspace are waiting already, which is the limit. Cancel one, or try again when some have run."
                            .formatted(properties.queueLimit()),
                    QUEUE_RETRY);
        }
    }

    private void checkSources(Project project, Revision revision, BuildRequest request) {
        try (SourceTree tree = trees.open(project.id(), revision)) {
            if (tree.find(request.dockerfile()).isEmpty()) {
                throw Refusal.invalid(
                        "/dockerfile",
                        "no-dockerfile",
                        "There is no file %s in this commit. Add one, or name another file."
                                .formatted(Texts.shown(request.dockerfile())));
            }
            if (!request.context().isEmpty() && !tree.walk(request.context(), entry -> false)) {
                throw Refusal.invalid(
                        "/context",
                        "no-context",
                        "There is no folder %s in this commit.".formatted(Texts.shown(request.context())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The files of " + project.name() + " can't be read", e);
        }
    }

    /** What this worker knows is newer than what it has saved. */
    private Build asOfNow(Build build) {
        return switch (build.status()) {
            case QUEUED -> build.waitingBehind(rows.position(build));
            case RUNNING ->
                worker.find(build.id())
                        .map(now -> build.withProgress(
                                now.progress().steps(), now.progress().warnings()))
                        .orElse(build);
            case SUCCEEDED, FAILED, CANCELLED, INTERRUPTED -> build;
        };
    }

    private static String shown(Build build) {
        return "#%s %s".formatted(build.number(), build.projectName());
    }

    private static void afterCommit(Runnable work) {
        // Their transaction is over by then, though its resources are still bound: this work needs ones of its own.
        Runnable apart = () -> Thread.ofVirtual().name("builds-after-commit").start(work);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                apart.run();
            }
        });
    }

    private <T> T transact(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }
}
