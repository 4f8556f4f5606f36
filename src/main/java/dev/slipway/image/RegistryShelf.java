package dev.slipway.image;

import dev.slipway.build.Build;
import dev.slipway.build.BuildLeases;
import dev.slipway.build.ImageShelf;
import dev.slipway.build.ImageTag;
import dev.slipway.build.PublishedImage;
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
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
    private final TagIntentRows intents;
    private final BuildLeases leases;
    private final TransactionTemplate transaction;

    RegistryShelf(
            ImageStore store,
            RepositoryLock lock,
            TagIntentRows intents,
            BuildLeases leases,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.lock = lock;
        this.intents = intents;
        this.leases = leases;
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
            return transaction.execute(status -> {
                leases.hold(build);
                ManifestSummary image = moveOrTakeBack(publication, told);
                intents.deleteAllInBatch(announced);
                return new PublishedImage(
                        digest, build.repository(), List.copyOf(tags), image.size(), image.platforms());
            });
        } catch (RuntimeException e) {
            // Still told only when the commit itself failed.
            takeBack(told);
            intents.deleteAllByIdInBatch(
                    announced.stream().map(TagIntentRow::id).toList());
            throw inWordsForPeople(e);
        }
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

        List<TagIntentRow> intents() {
            return tags.entrySet().stream()
                    .flatMap(entry -> entry.getValue().stream()
                            .map(tag -> new TagIntentRow(build.workspace(), entry.getKey(), tag, digest)))
                    .toList();
        }
    }

    /** Takes back while the locks are still held, before anybody else moves the same tags. */
    private ManifestSummary moveOrTakeBack(Publication publication, Deque<Told> told) {
        try {
            return move(publication, told);
        } catch (RuntimeException e) {
            takeBack(told);
            throw e;
        }
    }

    private ManifestSummary move(Publication publication, Deque<Told> told) {
        try {
            RegistryClient client = store.client();
            String source = ImageStore.upstream(publication.workspace(), publication.source());
            Manifest manifest = client.manifest(source, publication.digest().toString())
                    .orElseThrow(() -> Refusal.of(
                            Refusal.Kind.CONFLICT,
                            "image-not-pushed",
                            "The build ended without its image in the image store. No tag was moved; build again."));
            ManifestSummary summary = new ManifestReader(client, source).summary(manifest);
            for (var entry : publication.tags().entrySet()) {
                String target = ImageStore.upstream(publication.workspace(), entry.getKey());
                if (!target.equals(source)) {
                    client.copy(source, target, manifest);
                }
                lock.change(publication.workspace(), entry.getKey(), locked -> {
                    locked.keep(summary, publication.actor());
                    for (TagName tag : entry.getValue()) {
                        Optional<Digest> before = locked.tagged(tag);
                        if (!before.equals(Optional.of(publication.digest()))) {
                            told.push(new Told(target, tag, before));
                            client.putManifest(target, tag.value(), manifest);
                        }
                        locked.move(
                                tag,
                                publication.digest(),
                                publication.actor(),
                                "build #" + publication.build().number());
                    }
                    return entry.getKey();
                });
            }
            return summary;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
