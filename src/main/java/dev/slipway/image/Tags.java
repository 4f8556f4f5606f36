package dev.slipway.image;

import dev.slipway.audit.AuditAction;
import dev.slipway.oci.Digest;
import dev.slipway.refusal.Refusal;
import dev.slipway.registry.Manifest;
import dev.slipway.registry.RegistryClient;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import dev.slipway.workspace.WorkspaceId;
import java.io.IOException;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

/**
 * Moves and deletes tags and images by hand; every move is written down. What another tag, an image, a rule or a link needs
 * stays. See docs/decisions/0037-rules-about-tags.md.
 */
@Service
public class Tags {

    private final ImageStore store;
    private final RepositoryLock lock;
    private final Removal removal;
    private final Images images;
    private final ApplicationEventPublisher news;

    Tags(ImageStore store, RepositoryLock lock, Removal removal, Images images, ApplicationEventPublisher news) {
        this.store = store;
        this.lock = lock;
        this.removal = removal;
        this.images = images;
        this.news = news;
    }

    /**
     * Points a tag to an image of the same repository; a new tag comes into being.
     *
     * @param reason what the actor says about it, at most {@value TagMove#MAX_REASON} characters; may be empty
     * @throws Refusal NOT_FOUND when the repository has no such image, CONFLICT when a rule says no, FORBIDDEN, INVALID,
     *     UNAVAILABLE
     */
    public Tag move(Seat seat, RepositoryName repository, TagName tag, Digest to, String reason) {
        return moveTo(
                seat, AuditAction.TAG_SET, repository, tag, to, reason.isBlank() ? "set by hand" : reason.strip());
    }

    /**
     * Points a tag to where it was before; a deleted one comes back.
     *
     * @param reason as in {@link #move}
     * @throws Refusal NOT_FOUND when the image is gone, INVALID when the tag never named it, CONFLICT when a rule says no
     */
    public Tag revert(Seat seat, RepositoryName repository, TagName tag, Digest to, String reason) {
        seat.require(Permission.PUSH_IMAGE);
        boolean wasThere = images.history(seat.workspace().id(), repository, tag).stream()
                .anyMatch(move -> move.from().filter(to::equals).isPresent()
                        || move.to().filter(to::equals).isPresent());
        if (!wasThere) {
            throw Refusal.invalid("/to", "not-in-history", "The tag " + tag + " never named this image.");
        }
        return moveTo(
                seat,
                AuditAction.TAG_REVERT,
                repository,
                tag,
                to,
                reason.isBlank() ? "reverted" : "reverted: " + reason.strip());
    }

    /**
     * Takes a tag away; its image stays under its digest.
     *
     * @throws Refusal NOT_FOUND, FORBIDDEN, CONFLICT when a rule says no, UNAVAILABLE
     */
    public void delete(Seat seat, RepositoryName repository, TagName tag) {
        seat.require(Permission.DELETE_IMAGE);
        WorkspaceId workspace = seat.workspace().id();
        changeExisting(workspace, repository, locked -> {
            Digest from = locked.tagged(tag).orElseThrow(Refusal::notFound);
            removal.tag(workspace, repository, locked, tag, why(seat, "deleted"));
            news.publishEvent(seat.did(AuditAction.TAG_DELETE, repository + ":" + tag, "was " + from));
            return from;
        });
    }

    /**
     * Takes an image away with its platforms and attestations, and a tag that alone names it.
     *
     * @throws Refusal NOT_FOUND, FORBIDDEN, CONFLICT when something needs it, UNAVAILABLE
     */
    public void deleteImage(Seat seat, RepositoryName repository, Digest digest) {
        seat.require(Permission.DELETE_IMAGE);
        WorkspaceId workspace = seat.workspace().id();
        changeExisting(workspace, repository, locked -> {
            if (locked.image(digest).isEmpty()) {
                throw Refusal.notFound();
            }
            removal.image(workspace, repository, locked, digest, why(seat, "image deleted"));
            news.publishEvent(seat.did(AuditAction.IMAGE_DELETE, repository + "@" + digest, ""));
            return digest;
        });
    }

    private Tag moveTo(
            Seat seat, AuditAction action, RepositoryName repository, TagName tag, Digest to, String reason) {
        seat.require(Permission.PUSH_IMAGE);
        if (reason.length() > TagMove.MAX_REASON || reason.chars().anyMatch(Character::isISOControl)) {
            throw Refusal.invalid(
                    "/reason",
                    "invalid-reason",
                    "A reason has at most " + TagMove.MAX_REASON + " characters and no line breaks.");
        }
        WorkspaceId workspace = seat.workspace().id();
        String upstream = ImageStore.upstream(workspace, repository);
        changeExisting(workspace, repository, locked -> {
            if (locked.image(to).isEmpty()) {
                throw Refusal.notFound();
            }
            RegistryClient client = store.client();
            Manifest manifest = client.manifest(upstream, to.toString()).orElseThrow(Refusal::notFound);
            if (locked.move(tag, to, Actor.of(seat.caller().user()), reason)) {
                news.publishEvent(seat.did(action, repository + ":" + tag, to + ", " + reason));
            }
            client.putManifest(upstream, tag.value(), manifest);
            return to;
        });
        return images.tag(workspace, repository, tag);
    }

    private static Removal.Why why(Seat seat, String reason) {
        return new Removal.Why(Actor.of(seat.caller().user()), reason);
    }

    private void changeExisting(
            WorkspaceId workspace, RepositoryName repository, RepositoryLock.Change<Digest> change) {
        try {
            if (lock.changeExisting(workspace, repository, change).isEmpty()) {
                throw Refusal.notFound();
            }
        } catch (IOException e) {
            throw Refusal.of(
                            Refusal.Kind.UNAVAILABLE,
                            "store-unavailable",
                            "The image store did not do it. The tag is where it was; try again in a few seconds.")
                    .causedBy(e);
        }
    }
}
