package dev.slipway.image;

import dev.slipway.oci.Digest;
import dev.slipway.refusal.Refusal;
import dev.slipway.registry.Manifest;
import dev.slipway.registry.RegistryClient;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import dev.slipway.workspace.WorkspaceId;
import java.io.IOException;
import org.springframework.stereotype.Service;

/** Moves and deletes tags by hand; every move is written down. Images stay: another tag, build or link may need them. */
@Service
public class Tags {

    private final ImageStore store;
    private final RepositoryLock lock;
    private final Images images;

    Tags(ImageStore store, RepositoryLock lock, Images images) {
        this.store = store;
        this.lock = lock;
        this.images = images;
    }

    /**
     * Points a tag to an image of the same repository; a new tag comes into being.
     *
     * @param reason what the actor says about it, at most {@value TagMove#MAX_REASON} characters; may be empty
     * @throws Refusal NOT_FOUND when the repository has no such image, FORBIDDEN, INVALID, UNAVAILABLE
     */
    public Tag move(Seat seat, RepositoryName repository, TagName tag, Digest to, String reason) {
        seat.require(Permission.PUSH_IMAGE);
        if (reason.length() > TagMove.MAX_REASON || reason.chars().anyMatch(Character::isISOControl)) {
            throw Refusal.invalid(
                    "/reason",
                    "invalid-reason",
                    "A reason has at most " + TagMove.MAX_REASON + " characters and no line breaks.");
        }
        WorkspaceId workspace = seat.workspace().id();
        Actor actor = Actor.of(seat.caller().user());
        String upstream = ImageStore.upstream(workspace, repository);
        changeExisting(workspace, repository, locked -> {
            if (locked.image(to).isEmpty()) {
                throw Refusal.notFound();
            }
            RegistryClient client = store.client();
            Manifest manifest = client.manifest(upstream, to.toString()).orElseThrow(Refusal::notFound);
            client.putManifest(upstream, tag.value(), manifest);
            locked.move(tag, to, actor, reason.isBlank() ? "set by hand" : reason.strip());
            return to;
        });
        return images.tag(workspace, repository, tag);
    }

    /**
     * Points a tag to where it was before.
     *
     * @throws Refusal NOT_FOUND when the image is gone, INVALID when the tag never named it
     */
    public Tag revert(Seat seat, RepositoryName repository, TagName tag, Digest to) {
        seat.require(Permission.PUSH_IMAGE);
        boolean wasThere = images.history(seat.workspace().id(), repository, tag).stream()
                .anyMatch(move -> move.from().filter(to::equals).isPresent()
                        || move.to().filter(to::equals).isPresent());
        if (!wasThere) {
            throw Refusal.invalid("/to", "not-in-history", "The tag " + tag + " never named this image.");
        }
        return move(seat, repository, tag, to, "reverted");
    }

    /**
     * Takes a tag away.
     *
     * @throws Refusal NOT_FOUND, FORBIDDEN, UNAVAILABLE
     */
    public void delete(Seat seat, RepositoryName repository, TagName tag) {
        seat.require(Permission.DELETE_IMAGE);
        WorkspaceId workspace = seat.workspace().id();
        Actor actor = Actor.of(seat.caller().user());
        changeExisting(workspace, repository, locked -> {
            Digest from = locked.tagged(tag).orElseThrow(Refusal::notFound);
            store.client().deleteManifest(ImageStore.upstream(workspace, repository), tag.value());
            locked.remove(tag, actor, "deleted");
            return from;
        });
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
