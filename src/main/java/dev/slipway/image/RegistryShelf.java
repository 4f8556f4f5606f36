package dev.slipway.image;

import dev.slipway.audit.AuditAction;
import dev.slipway.audit.AuditActor;
import dev.slipway.audit.Audited;
import dev.slipway.build.Build;
import dev.slipway.build.BuildLeases;
import dev.slipway.build.ImageShelf;
import dev.slipway.build.ImageTag;
import dev.slipway.build.PublishedImage;
import dev.slipway.build.TagsRefusedException;
import dev.slipway.oci.Digest;
import dev.slipway.refusal.Refusal;
import dev.slipway.registry.Manifest;
import dev.slipway.registry.RegistryClient;
import dev.slipway.workspace.WorkspaceId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Puts a build's image under its tags: all of them or none. What the store was told is taken back when the transaction fails;
 * a kill in between leaves intents, from which {@link StoreReconciliation} takes it back at the next start.
 */
@Component
class RegistryShelf implements ImageShelf {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryShelf.class);

    private final ImageStore store;
    private final RepositoryLock lock;
    private final TagRules rules;
    private final TagIntentRows intents;
    private final BuildLeases leases;
    private final ApplicationEventPublisher news;
    private final TransactionTemplate transaction;

    RegistryShelf(
            ImageStore store,
            RepositoryLock lock,
            TagRules rules,
            TagIntentRows intents,
            BuildLeases leases,
            ApplicationEventPublisher news,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.lock = lock;
        this.rules = rules;
        this.intents = intents;
        this.leases = leases;
        this.news = news;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** A tag that the store has been told about, and what it said before. */
    private record Told(String upstream, TagName tag, Optional<Digest> before) {}

    @Override
    public PublishedImage publish(Build build, Digest digest, List<String> tags) {
        Publication publication = new Publication(build, digest, byRepository(build, tags));
        List<TagIntentRow> announced = intents.saveAll(publication.intents());
        Deque<Told> told = new ArrayDeque<>();
        try {
            Outcome outcome = Objects.requireNonNull(transaction.execute(status -> {
                leases.hold(build);
                Outcome moved = moveOrTakeBack(publication, told);
                intents.deleteAllInBatch(announced);
                return moved;
            }));
            return published(publication, outcome, tags);
        } catch (TagsRefusedException e) {
            throw e;
        } catch (RuntimeException e) {
            // Still told only when the commit itself failed.
            takeBack(told);
            intents.deleteAllByIdInBatch(
                    announced.stream().map(TagIntentRow::getId).toList());
            throw inWordsForPeople(e);
        }
    }

    /** @param refused by a rule: then no tag has moved, and the image is kept by its digest */
    private record Outcome(ManifestSummary image, Optional<Refusal> refused) {}

    private static PublishedImage published(Publication publication, Outcome outcome, List<String> tags) {
        PublishedImage image = new PublishedImage(
                publication.digest(),
                publication.build().repository(),
                outcome.refused().isPresent() ? List.of() : tags,
                outcome.image().size(),
                outcome.image().platforms());
        outcome.refused().ifPresent(refusal -> {
            throw new TagsRefusedException(image, refusal);
        });
        return image;
    }

    /** Repositories in order of name, so that two builds never wait for each other in a circle. */
    private static SortedMap<RepositoryName, List<TagName>> byRepository(Build build, List<String> tags) {
        SortedMap<RepositoryName, List<TagName>> byRepository = new TreeMap<>();
        byRepository.put(new RepositoryName(build.repository()), new ArrayList<>());
        for (String text : tags) {
            ImageTag tag = ImageTag.parse(text);
            byRepository
                    .computeIfAbsent(new RepositoryName(tag.repository()), any -> new ArrayList<>())
                    .add(new TagName(tag.tag()));
        }
        return byRepository;
    }

    private record Publication(Build build, Digest digest, SortedMap<RepositoryName, List<TagName>> tags) {

        RepositoryName source() {
            return new RepositoryName(build.repository());
        }

        WorkspaceId workspace() {
            return build.workspace();
        }

        Actor actor() {
            return new Actor(Optional.of(build.actorName()), Optional.of(build.number()));
        }

        String reason() {
            return "build #" + build.number();
        }

        Audited moved(RepositoryName repository, TagName tag) {
            return new Audited(
                    new AuditActor(build.actor().value(), build.actorName(), Optional.empty()),
                    AuditAction.TAG_SET,
                    Optional.of(workspace().value()),
                    repository + ":" + tag,
                    digest + ", " + reason());
        }

        List<TagIntentRow> intents() {
            return tags.entrySet().stream()
                    .flatMap(entry -> entry.getValue().stream()
                            .map(tag -> new TagIntentRow(build.workspace(), entry.getKey(), tag, digest)))
                    .toList();
        }
    }

    /** Takes back while the locks are still held, before anybody else moves the same tags. */
    private Outcome moveOrTakeBack(Publication publication, Deque<Told> told) {
        try {
            return move(publication, told);
        } catch (RuntimeException e) {
            takeBack(told);
            throw e;
        }
    }

    private Outcome move(Publication publication, Deque<Told> told) {
        try {
            RegistryClient client = store.client();
            String source = ImageStore.upstream(publication.workspace(), publication.source());
            Manifest manifest = client.manifest(source, publication.digest().toString())
                    .orElseThrow(() -> Refusal.of(
                            Refusal.Kind.CONFLICT,
                            "image-not-pushed",
                            "The build ended without its image in the image store. No tag was moved; build again."));
            ManifestSummary summary = new ManifestReader(client, source).summary(manifest);
            Optional<Refusal> refused = askRules(publication);
            if (refused.isPresent()) {
                lock.change(
                        publication.workspace(),
                        publication.source(),
                        locked -> locked.keep(summary, publication.actor()));
                return new Outcome(summary, refused);
            }
            for (var entry : publication.tags().entrySet()) {
                String target = ImageStore.upstream(publication.workspace(), entry.getKey());
                if (!target.equals(source)) {
                    client.copy(source, target, manifest);
                }
                lock.change(publication.workspace(), entry.getKey(), locked -> {
                    locked.keep(summary, publication.actor());
                    for (TagName tag : entry.getValue()) {
                        Optional<Digest> before = locked.tagged(tag);
                        if (locked.move(tag, publication.digest(), publication.actor(), publication.reason())) {
                            told.push(new Told(target, tag, before));
                            client.putManifest(target, tag.value(), manifest);
                            news.publishEvent(publication.moved(entry.getKey(), tag));
                        }
                    }
                    return entry.getKey();
                });
            }
            return new Outcome(summary, Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Locks the repositories that are there, so that the answer still holds when the tags move. */
    private Optional<Refusal> askRules(Publication publication) throws IOException {
        if (rules.guard(publication.workspace()).isEmpty()) {
            return Optional.empty();
        }
        for (var entry : publication.tags().entrySet()) {
            Optional<Optional<Refusal>> refused = lock.changeExisting(
                    publication.workspace(),
                    entry.getKey(),
                    locked -> entry.getValue().stream()
                            .flatMap(tag -> refusal(locked, tag, publication.digest()).stream())
                            .findFirst());
            if (refused.flatMap(any -> any).isPresent()) {
                return refused.get();
            }
        }
        return Optional.empty();
    }

    private static Optional<Refusal> refusal(LockedRepository locked, TagName tag, Digest to) {
        try {
            locked.admitMove(tag, to);
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(refusal);
        }
    }

    private void takeBack(Deque<Told> told) {
        while (!told.isEmpty()) {
            Told last = told.pop();
            try {
                restore(store.client(), last.upstream(), last.tag(), last.before());
            } catch (IOException | RuntimeException e) {
                LOG.error("Tag {} of {} could not be put back to {}", last.tag(), last.upstream(), last.before(), e);
            }
        }
    }

    /** Makes the store say of a tag what the tables say. */
    static void restore(RegistryClient client, String upstream, TagName tag, Optional<Digest> before)
            throws IOException {
        if (before.isEmpty()) {
            client.deleteManifest(upstream, tag.value());
            return;
        }
        Optional<Manifest> manifest = client.manifest(upstream, before.get().toString());
        if (manifest.isPresent()) {
            client.putManifest(upstream, tag.value(), manifest.get());
        }
    }

    private static RuntimeException inWordsForPeople(RuntimeException e) {
        return e instanceof Refusal
                ? e
                : Refusal.of(
                                Refusal.Kind.UNAVAILABLE,
                                "not-published",
                                "The image was built, and the image store did not take its tags: they stay where they were."
                                        + " Try the build again.")
                        .causedBy(e);
    }
}
