package dev.slipway.push;

import dev.slipway.credential.CredentialId;
import dev.slipway.credential.CredentialName;
import dev.slipway.image.RepositoryName;
import dev.slipway.oci.Digest;
import dev.slipway.workspace.WorkspaceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One image on its way to one destination.
 *
 * @param number grows with time, also the cursor
 * @param repository whose image it is
 * @param credential empty: as anybody
 * @param actor name of the user who asked for it last
 * @param attempts how often it was begun
 * @param epoch how often a worker took it
 * @param layers the blobs of the image, each once, in the image's order
 * @param error what happened, what is safe and what to do; only when it failed
 */
public record Push(
        PushId id,
        long number,
        WorkspaceId workspace,
        RepositoryName repository,
        Digest digest,
        Destination destination,
        Optional<UsedCredential> credential,
        PushStatus status,
        String actor,
        Instant queuedAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        int attempts,
        int epoch,
        List<PushLayer> layers,
        Optional<String> error) {

    public Push {
        layers = List.copyOf(layers);
    }

    /** The name is a copy: it is still known when the credential is gone. */
    public record UsedCredential(CredentialId id, CredentialName name) {}

    /** Bytes of the image, each blob once. */
    public long size() {
        return layers.stream().mapToLong(PushLayer::size).sum();
    }

    /** Bytes that the destination has. */
    public long there() {
        return layers.stream()
                .mapToLong(layer -> layer.state().isThere() ? layer.size() : layer.sent())
                .sum();
    }

    Push with(List<PushLayer> now) {
        return new Push(
                id,
                number,
                workspace,
                repository,
                digest,
                destination,
                credential,
                status,
                actor,
                queuedAt,
                startedAt,
                endedAt,
                attempts,
                epoch,
                now,
                error);
    }
}
