package dev.slipway.image;

import dev.slipway.account.AccessTokens;
import dev.slipway.audit.AuditAction;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Digest;
import dev.slipway.refusal.Refusal;
import dev.slipway.registry.Manifest;
import dev.slipway.registry.RegistryClient;
import dev.slipway.workspace.Seat;
import dev.slipway.workspace.WorkspaceId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

/** Manifests that come and go through the registry edge: each is written down before the client hears that it is stored. */
@Service
public class Manifests {

    /** Most bytes of a manifest. */
    public static final int MAX_BYTES = Manifest.MAX_BYTES;

    private static final int MAX_REFERRERS = 500;
    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;

    private final ImageStore store;
    private final RepositoryLock lock;
    private final Removal removal;
    private final RepositoryRows repositories;
    private final ImageRows images;
    private final AccessTokens tokens;
    private final ApplicationEventPublisher news;

    Manifests(
            ImageStore store,
            RepositoryLock lock,
            Removal removal,
            RepositoryRows repositories,
            ImageRows images,
            AccessTokens tokens,
            ApplicationEventPublisher news) {
        this.store = store;
        this.lock = lock;
        this.removal = removal;
        this.repositories = repositories;
        this.images = images;
        this.tokens = tokens;
        this.news = news;
    }

    /**
     * Stores a manifest and, when it is named by a tag, moves that tag.
     *
     * @param seat with the right to push
     * @return what the store says; a manifest that refers to another has {@code oci-subject} among the headers
     * @throws Refusal CONFLICT when a rule says that the tag stays where it is
     */
    public StoreAnswer put(
            Seat seat, RepositoryName repository, ManifestReference reference, String mediaType, byte[] content)
            throws IOException {
        WorkspaceId workspace = seat.workspace().id();
        Actor actor = Actor.of(seat.caller().user());
        try {
            return lock.change(workspace, repository, locked -> {
                if (reference instanceof ManifestReference.ByTag byTag) {
                    locked.admitMove(byTag.tag(), Digest.of(content));
                }
                store.rely(new Manifest(mediaType, content));
                StoreAnswer answer = forward(workspace, repository, reference, mediaType, content);
                if (answer.status() != CREATED) {
                    throw new NotStored(answer);
                }
                Manifest manifest = new Manifest(mediaType, content);
                ManifestSummary summary = new ManifestReader(store.client(), ImageStore.upstream(workspace, repository))
                        .summary(manifest);
                boolean isNew = locked.image(manifest.digest()).isEmpty();
                locked.keep(summary, actor);
                switch (reference) {
                    case ManifestReference.ByTag byTag -> {
                        if (locked.move(byTag.tag(), manifest.digest(), actor, "push")) {
                            news.publishEvent(seat.did(
                                    AuditAction.TAG_SET, repository + ":" + byTag.tag(), manifest.digest() + ", push"));
                        }
                    }
                    case ManifestReference.ByDigest byDigest -> {
                        if (isNew && !isBuild(seat)) {
                            news.publishEvent(seat.did(
                                    AuditAction.IMAGE_RECEIVE, repository + "@" + manifest.digest(), "through /v2/"));
                        }
                    }
                }
                return summary.subject()
                        .map(subject -> withSubject(answer, subject))
                        .orElse(answer);
            });
        } catch (NotStored e) {
            return e.answer;
        }
    }

    /**
     * Removes a tag, or an image and a tag that alone names it (what {@code skopeo delete} means by the tag).
     *
     * @param seat with the right to delete
     * @throws Refusal CONFLICT when a rule says that the tag stays, or when something else needs the image
     */
    public StoreAnswer delete(Seat seat, RepositoryName repository, ManifestReference reference) throws IOException {
        WorkspaceId workspace = seat.workspace().id();
        Actor actor = Actor.of(seat.caller().user());
        StoreRequest request = StoreRequest.of("DELETE", workspace, repository, "/manifests/" + reference);
        Optional<StoreAnswer> answer = lock.changeExisting(workspace, repository, locked -> {
            switch (reference) {
                case ManifestReference.ByTag byTag -> locked.admitRemoval(byTag.tag());
                case ManifestReference.ByDigest byDigest -> locked.admitRemoval(byDigest.digest());
            }
            StoreAnswer deleted = store.exchange(request);
            if (deleted.status() == ACCEPTED) {
                switch (reference) {
                    case ManifestReference.ByTag byTag -> {
                        locked.remove(byTag.tag(), actor, "deleted");
                        news.publishEvent(
                                seat.did(AuditAction.TAG_DELETE, repository + ":" + byTag.tag(), "through /v2/"));
                    }
                    case ManifestReference.ByDigest byDigest -> {
                        news.publishEvent(seat.did(
                                AuditAction.IMAGE_DELETE, repository + "@" + byDigest.digest(), "through /v2/"));
                        Removal.Why why = new Removal.Why(actor, "image deleted");
                        List<Digest> left = locked.remove(byDigest.digest(), actor, why.reason());
                        removal.images(workspace, repository, locked, left, why);
                    }
                }
            }
            return deleted;
        });
        return answer.isPresent() ? answer.get() : store.exchange(request);
    }

    /** The manifests that refer to {@code subject}, oldest first, at most {@value #MAX_REFERRERS} (OCI distribution-spec 1.1). */
    public List<Descriptor> referrers(WorkspaceId workspace, RepositoryName repository, Digest subject)
            throws IOException {
        Optional<RepositoryRow> row = repositories.findByWorkspaceIdAndName(workspace.value(), repository.value());
        if (row.isEmpty()) {
            return List.of();
        }
        RegistryClient client = store.client();
        String upstream = ImageStore.upstream(workspace, repository);
        List<Descriptor> referrers = new ArrayList<>();
        for (ImageRow image :
                images.findByRepositoryIdAndSubjectOrderByPushedAt(row.get().id(), subject.toString()).stream()
                        .limit(MAX_REFERRERS)
                        .toList()) {
            client.manifest(upstream, image.digest().toString())
                    .map(Manifests::referrer)
                    .ifPresent(referrers::add);
        }
        return referrers;
    }

    private static Descriptor referrer(Manifest manifest) {
        Map<String, String> annotations = manifest.index()
                .map(index -> index.annotations())
                .or(() -> manifest.image().map(image -> image.annotations()))
                .orElse(Map.of());
        Optional<String> artifactType = manifest.index()
                .flatMap(index -> index.artifactType())
                .or(() -> manifest.image()
                        .map(image -> image.artifactType().orElse(image.config().mediaType())));
        return new Descriptor(
                manifest.mediaType(), manifest.digest(), manifest.size(), Optional.empty(), annotations, artifactType);
    }

    private StoreAnswer forward(
            WorkspaceId workspace,
            RepositoryName repository,
            ManifestReference reference,
            String mediaType,
            byte[] content)
            throws IOException {
        return store.exchange(StoreRequest.of("PUT", workspace, repository, "/manifests/" + reference)
                .withHeaders(Map.of("Content-Type", mediaType))
                .withBody(new ByteArrayInputStream(content), content.length));
    }

    /** A build's start is in the trail already. */
    private boolean isBuild(Seat seat) {
        return seat.caller().token().filter(tokens::isLent).isPresent();
    }

    private static StoreAnswer withSubject(StoreAnswer answer, Digest subject) {
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.put("oci-subject", subject.toString());
        return new StoreAnswer(answer.status(), headers, answer.body());
    }

    /** Rolls the transaction back and carries the store's own answer out of it. */
    private static final class NotStored extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient StoreAnswer answer;

        NotStored(StoreAnswer answer) {
            super("the store refused the manifest with " + answer.status(), null, false, false);
            this.answer = answer;
        }
    }
}
