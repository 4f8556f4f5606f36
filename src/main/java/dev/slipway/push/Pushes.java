package dev.slipway.push;

import dev.slipway.audit.AuditAction;
import dev.slipway.credential.Credential;
import dev.slipway.credential.CredentialName;
import dev.slipway.credential.Credentials;
import dev.slipway.image.ImageSources;
import dev.slipway.image.RepositoryName;
import dev.slipway.oci.Digest;
import dev.slipway.oci.RegistryHost;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.push.Push.UsedCredential;
import dev.slipway.queue.Worker;
import dev.slipway.refusal.Refusal;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import dev.slipway.workspace.WorkspaceId;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Pushes of a workspace's images to registries elsewhere. Each destination is a push of its own and troubles no other. */
@Service
public class Pushes {

    private static final Duration QUEUE_RETRY = Duration.ofSeconds(30);

    private final PushRows rows;
    private final TransactionTemplate transaction;
    private final Worker<PushId, RunningPush> worker;
    private final PushNews news;
    private final ImageSources sources;
    private final Credentials credentials;
    private final ApplicationEventPublisher events;
    private final PushProperties properties;
    private final Clock clock;

    Pushes(
            PushRows rows,
            TransactionTemplate transaction,
            Worker<PushId, RunningPush> worker,
            PushNews news,
            ImageSources sources,
            Credentials credentials,
            ApplicationEventPublisher events,
            PushProperties properties,
            Clock clock) {
        this.rows = rows;
        this.transaction = transaction;
        this.worker = worker;
        this.news = news;
        this.sources = sources;
        this.credentials = credentials;
        this.events = events;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * Queues one push for each destination, or none.
     *
     * @throws Refusal NOT_FOUND when there is no such image, INVALID when the credential is not for a destination's registry,
     *     CONFLICT when the same is under way already, TOO_MANY when the workspace's queue is full, UNAVAILABLE when the image
     *     store does not answer
     */
    public List<Push> submit(Seat seat, RepositoryName repository, Digest image, PushRequest request) {
        seat.require(Permission.PUSH_IMAGE);
        WorkspaceId workspace = seat.workspace().id();
        sources.require(workspace, repository, image);
        List<PushLayer> layers = plan(workspace, repository, image).layers();
        List<Push> queued = transact(() -> {
            int waiting = rows.countQueuedForUpdate(workspace);
            if (waiting + request.destinations().size() > properties.queueLimit()) {
                throw Refusal.tooMany(
                        "queue-full",
                        "%d pushes of this workspace are waiting already, and %d may. Cancel some, or try again when some have run."
                                .formatted(waiting, properties.queueLimit()),
                        QUEUE_RETRY);
            }
            List<Push> pushes = new ArrayList<>();
            for (Destination destination : request.destinations()) {
                pushes.add(queue(seat, repository, image, layers, destination, request.credential()));
            }
            rows.keepNewest(workspace, properties.keep() + properties.queueLimit());
            return pushes;
        });
        queued.forEach(news::tell);
        worker.ring();
        return queued;
    }

    /** @throws Refusal NOT_FOUND */
    public Push find(WorkspaceId workspace, PushId id) {
        return asOfNow(transact(() -> rows.find(workspace, id)).orElseThrow(Refusal::notFound));
    }

    /** Newest first. */
    public Page<Push> list(WorkspaceId workspace, PushFilter filter, PageRequest page) {
        long before = page.after().map(Pushes::number).orElse(Long.MAX_VALUE);
        List<Push> found = transact(() -> rows.list(workspace, filter, before, page));
        return Page.of(found, page, push -> Long.toString(push.number())).map(this::asOfNow);
    }

    /**
     * Goes on with a push that failed or was cancelled, from what it has brought there.
     *
     * @param credential another one than before; empty: the same
     * @throws Refusal CONFLICT when it has not ended, or has succeeded
     */
    public Push retry(Seat seat, PushId id, Optional<CredentialName> credential) {
        seat.require(Permission.PUSH_IMAGE);
        WorkspaceId workspace = seat.workspace().id();
        Push before = find(workspace, id);
        Optional<UsedCredential> used = credential.isPresent()
                ? credential.map(
                        name -> named(workspace, name, before.destination().registry()))
                : before.credential();
        transact(() -> {
            if (!rows.retry(id, seat.caller().user().name(), used, now())) {
                throw Refusal.of(
                        Refusal.Kind.CONFLICT,
                        "push-not-failed",
                        "This push is %s; only one that failed or was cancelled is retried."
                                .formatted(before.status().word()));
            }
            events.publishEvent(
                    seat.did(AuditAction.PUSH_RETRY, before.destination().toString(), detail(before, used)));
            return true;
        });
        news.tell(before);
        worker.ring();
        return find(workspace, id);
    }

    /** Ends a push at once; what is there stays there. One that has ended already stays as it is. */
    public Push cancel(Seat seat, PushId id) {
        seat.require(Permission.PUSH_IMAGE);
        WorkspaceId workspace = seat.workspace().id();
        Push before = find(workspace, id);
        boolean cancelled = transact(() -> {
            boolean asked = rows.cancelQueued(id) || rows.askToCancel(id);
            if (asked) {
                events.publishEvent(seat.did(
                        AuditAction.PUSH_CANCEL, before.destination().toString(), detail(before, before.credential())));
            }
            return asked;
        });
        if (cancelled) {
            worker.find(id).ifPresent(push -> push.stop(RunningPush.Stop.CANCELLED));
            news.tell(before);
        }
        return find(workspace, id);
    }

    private Push queue(
            Seat seat,
            RepositoryName repository,
            Digest image,
            List<PushLayer> layers,
            Destination destination,
            Optional<CredentialName> credential) {
        WorkspaceId workspace = seat.workspace().id();
        if (rows.isUnderWay(workspace, image, destination)) {
            throw Refusal.of(
                    Refusal.Kind.CONFLICT,
                    "push-under-way",
                    "This image is on its way to %s already.".formatted(destination));
        }
        Optional<UsedCredential> used = credential.isPresent()
                ? credential.map(name -> named(workspace, name, destination.registry()))
                : only(seat, destination.registry());
        Push push = new Push(
                PushId.random(),
                0,
                workspace,
                repository,
                image,
                destination,
                used,
                PushStatus.QUEUED,
                seat.caller().user().name(),
                now(),
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                layers,
                Optional.empty());
        rows.insert(push);
        events.publishEvent(seat.did(AuditAction.PUSH_START, destination.toString(), detail(push, used)));
        return rows.find(push.id()).orElseThrow();
    }

    /** A credential goes to its own registry only. */
    private UsedCredential named(WorkspaceId workspace, CredentialName name, RegistryHost registry) {
        Credential credential;
        try {
            credential = credentials.find(workspace, name);
        } catch (Refusal refusal) {
            throw refusal.kind() == Refusal.Kind.NOT_FOUND
                    ? Refusal.invalid(
                            "/credential", "no-such-credential", "There is no credential %s here.".formatted(name))
                    : refusal;
        }
        if (!credential.registry().equals(registry)) {
            throw Refusal.invalid(
                    "/credential",
                    "other-registry",
                    "The credential %s is for %s and goes nowhere else; the destination is at %s."
                            .formatted(name, credential.registry(), registry));
        }
        return new UsedCredential(credential.id(), credential.name());
    }

    private Optional<UsedCredential> only(Seat seat, RegistryHost registry) {
        List<Credential> fitting = credentials.list(seat, new PageRequest(PageRequest.MAX_LIMIT, null)).items().stream()
                .filter(credential -> credential.registry().equals(registry))
                .toList();
        if (fitting.size() > 1) {
            throw Refusal.invalid(
                    "/credential",
                    "several-credentials",
                    "There are %d credentials for %s. Name the one to use.".formatted(fitting.size(), registry));
        }
        return fitting.stream()
                .map(credential -> new UsedCredential(credential.id(), credential.name()))
                .findFirst();
    }

    private PushPlan plan(WorkspaceId workspace, RepositoryName repository, Digest image) {
        try {
            return PushPlan.of(sources, workspace, repository, image);
        } catch (IOException e) {
            throw Refusal.of(
                            Refusal.Kind.UNAVAILABLE,
                            "store-unavailable",
                            "The image store does not answer. The image is safe; try again in a few seconds.")
                    .causedBy(e);
        }
    }

    private static String detail(Push push, Optional<UsedCredential> credential) {
        return "%s@%s %s"
                .formatted(
                        push.repository(),
                        push.digest(),
                        credential
                                .map(used -> "with the credential " + used.name())
                                .orElse("without a credential"));
    }

    /** What this worker knows is newer than what it has saved. */
    private Push asOfNow(Push push) {
        return push.status() == PushStatus.RUNNING
                ? worker.find(push.id())
                        .map(now -> push.with(now.progress().layers()))
                        .orElse(push)
                : push;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static long number(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw Refusal.invalid("/cursor", "invalid-cursor", "Use the cursor of the page before, as it is.")
                    .causedBy(e);
        }
    }

    private <T> T transact(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }
}
