package dev.slipway.image;

import dev.slipway.oci.Digest;
import dev.slipway.registry.Manifest;
import dev.slipway.registry.RegistryClient;
import dev.slipway.workspace.WorkspaceId;
import dev.slipway.workspace.Workspaces;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Makes the tables say what the store has, once after each start: a kill between the store's write and the transaction's commit
 * leaves them apart. What a client can pull is the truth, and the ledger says that it was found so.
 */
@Component
class StoreReconciliation {

    static final String FOUND = "found in the image store";
    static final String MISSING = "missing in the image store";

    private static final Logger LOG = LoggerFactory.getLogger(StoreReconciliation.class);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ImageStore store;
    private final RepositoryLock lock;
    private final RepositoryRows repositories;
    private final TagRows tags;
    private final TagIntentRows intents;
    private final Workspaces workspaces;
    private final BaseImages baseImages;
    private volatile boolean closing;

    StoreReconciliation(
            ImageStore store,
            RepositoryLock lock,
            RepositoryRows repositories,
            TagRows tags,
            TagIntentRows intents,
            Workspaces workspaces,
            BaseImages baseImages) {
        this.store = store;
        this.lock = lock;
        this.repositories = repositories;
        this.tags = tags;
        this.intents = intents;
        this.workspaces = workspaces;
        this.baseImages = baseImages;
    }

    /** A repository of the store, by whose it is. */
    private record Place(WorkspaceId workspace, RepositoryName name) {

        static Optional<Place> find(String upstream) {
            int slash = upstream.indexOf('/');
            try {
                WorkspaceId workspace = new WorkspaceId(UUID.fromString(upstream.substring(0, Math.max(0, slash))));
                return RepositoryName.find(upstream.substring(slash + 1)).map(name -> new Place(workspace, name));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        Thread.ofVirtual().name("store-reconciliation").start(this::runPatiently);
    }

    @EventListener(ContextClosedEvent.class)
    void stop() {
        closing = true;
    }

    private void runPatiently() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!closing && System.nanoTime() < end) {
            try {
                if (store.isReady()) {
                    run();
                    baseImages.shelve();
                    return;
                }
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException | RuntimeException e) {
                if (!closing) {
                    LOG.warn("The image store and the tables were not compared; the next start does it", e);
                }
                return;
            }
        }
    }

    /** Compares every repository, each under its lock. */
    void run() throws IOException {
        List<Place> places = new ArrayList<>();
        for (String upstream : store.client().repositories()) {
            Place.find(upstream)
                    .filter(place -> workspaces.find(place.workspace()).isPresent())
                    .ifPresent(places::add);
        }
        if (places.isEmpty() && tags.count() > 0) {
            LOG.error(
                    "The image store is empty and the tables know {} tags: is SLIPWAY_HOME the right one?",
                    tags.count());
            return;
        }
        Set<Place> known = new LinkedHashSet<>(places);
        repositories.findAll().forEach(row -> known.add(new Place(row.workspace(), row.name())));
        for (Place place : known) {
            if (closing) {
                return;
            }
            compare(place);
        }
    }

    private void compare(Place place) throws IOException {
        String upstream = ImageStore.upstream(place.workspace(), place.name());
        Set<TagName> stored = new LinkedHashSet<>();
        store.client().tags(upstream).forEach(tag -> TagName.find(tag).ifPresent(stored::add));
        boolean anew = !stored.isEmpty()
                && repositories
                        .findByWorkspaceIdAndName(
                                place.workspace().value(), place.name().value())
                        .isEmpty();
        RepositoryLock.Change<Boolean> change = locked -> {
            writePartsDown(upstream, locked);
            takeBackHalfMoves(place, upstream, stored, locked);
            for (TagName tag : stored) {
                adopt(upstream, tag, locked);
            }
            for (TagName tag : locked.tagNames()) {
                if (!stored.contains(tag)
                        && store.client().resolve(upstream, tag.value()).isEmpty()) {
                    LOG.warn("Tag {} of {} is missing in the image store", tag, place.name());
                    locked.removeAsFound(tag, Actor.STORE, MISSING);
                }
            }
            return true;
        };
        if (anew) {
            lock.change(place.workspace(), place.name(), change);
        } else {
            lock.changeExisting(place.workspace(), place.name(), change);
        }
    }

    /** Otherwise a platform of an old index could be deleted on its own. */
    private void writePartsDown(String upstream, LockedRepository locked) throws IOException {
        RegistryClient client = store.client();
        for (ImageRow index : locked.indexesWithoutParts()) {
            Optional<Manifest> manifest =
                    client.manifest(upstream, index.digest().toString());
            if (manifest.isPresent()) {
                index.consistsOf(new ManifestReader(client, upstream)
                        .summary(manifest.get())
                        .parts());
            }
        }
    }

    /** Tags that a build was moving when Slipway was killed go back to where the tables have them. */
    private void takeBackHalfMoves(Place place, String upstream, Set<TagName> stored, LockedRepository locked)
            throws IOException {
        RegistryClient client = store.client();
        List<TagIntentRow> halves = intents.findByWorkspaceIdAndRepository(
                place.workspace().value(), place.name().value());
        for (TagIntentRow half : halves) {
            Optional<Digest> now = client.resolve(upstream, half.tag().value());
            if (now.equals(Optional.of(half.to())) && !now.equals(locked.tagged(half.tag()))) {
                LOG.warn("A build was cut off while it moved tag {}; the tag goes back", half.tag());
                RegistryShelf.restore(client, upstream, half.tag(), locked.tagged(half.tag()));
                if (locked.tagged(half.tag()).isEmpty()) {
                    stored.remove(half.tag());
                }
            }
        }
        intents.deleteAllInBatch(halves);
    }

    private void adopt(String upstream, TagName tag, LockedRepository locked) throws IOException {
        RegistryClient client = store.client();
        Optional<Digest> digest = client.resolve(upstream, tag.value());
        if (digest.isEmpty() || digest.equals(locked.tagged(tag))) {
            return;
        }
        Optional<Manifest> manifest = client.manifest(upstream, digest.get().toString());
        if (manifest.isPresent()) {
            LOG.warn("Tag {} is at {} in the image store and was not written down", tag, digest.get());
            locked.keep(new ManifestReader(client, upstream).summary(manifest.get()), Actor.STORE);
            locked.moveAsFound(tag, digest.get(), Actor.STORE, FOUND);
        }
    }
}
