package dev.slipway.image;

import dev.slipway.oci.Digest;
import dev.slipway.workspace.WorkspaceId;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Takes tags and images away, in the tables and in the store. The tables come first: they know the rules, and they go back
 * when the store does not follow.
 */
@Component
class Removal {

    private final ImageStore store;

    Removal(ImageStore store) {
        this.store = store;
    }

    void tag(WorkspaceId workspace, RepositoryName name, LockedRepository locked, TagName tag, Why why)
            throws IOException {
        locked.remove(tag, why.actor(), why.reason());
        store.client().deleteManifest(ImageStore.upstream(workspace, name), tag.value());
    }

    /** On whose account and for what reason. */
    record Why(Actor actor, String reason) {}

    void image(WorkspaceId workspace, RepositoryName name, LockedRepository locked, Digest digest, Why why)
            throws IOException {
        images(workspace, name, locked, List.of(digest), why);
    }

    /** The images, and what they leave behind that nothing needs any more. */
    void images(
            WorkspaceId workspace, RepositoryName name, LockedRepository locked, Collection<Digest> digests, Why why)
            throws IOException {
        Deque<Digest> left = new ArrayDeque<>(digests);
        while (!left.isEmpty()) {
            Digest next = left.pop();
            if (locked.image(next).isPresent()) {
                left.addAll(locked.remove(next, why.actor(), why.reason()));
                store.client().deleteManifest(ImageStore.upstream(workspace, name), next.toString());
            }
        }
    }
}
