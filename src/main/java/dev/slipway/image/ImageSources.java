package dev.slipway.image;

import dev.slipway.oci.Digest;
import dev.slipway.refusal.Refusal;
import dev.slipway.registry.Manifest;
import dev.slipway.workspace.WorkspaceId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** The bytes of the images in a workspace's repositories, for whoever hands them on. */
@Service
public class ImageSources {

    private final RepositoryRows repositories;
    private final ImageRows images;
    private final ImageStore store;

    ImageSources(RepositoryRows repositories, ImageRows images, ImageStore store) {
        this.repositories = repositories;
        this.images = images;
        this.store = store;
    }

    /** @throws Refusal NOT_FOUND when the repository has no such image */
    public void require(WorkspaceId workspace, RepositoryName repository, Digest digest) {
        boolean there = repositories
                .findByWorkspaceIdAndName(workspace.value(), repository.value())
                .flatMap(row -> images.findByRepositoryIdAndDigest(row.id(), digest.toString()))
                .isPresent();
        if (!there) {
            throw Refusal.notFound();
        }
    }

    /** The manifest of an image or of one of its platforms; empty when it is not in the store. */
    public Optional<Manifest> manifest(WorkspaceId workspace, RepositoryName repository, Digest digest)
            throws IOException {
        return store.client().manifest(ImageStore.upstream(workspace, repository), digest.toString());
    }

    /** Whether the store has the blob. */
    public boolean hasBlob(WorkspaceId workspace, RepositoryName repository, Digest digest) throws IOException {
        return store.blobFile(workspace, repository, digest).isPresent()
                || store.client().hasBlob(ImageStore.upstream(workspace, repository), digest);
    }

    /**
     * The blob's bytes from {@code offset} on; the caller closes the stream. Empty when it is not in the store. Where the store
     * keeps its blobs as files here, they are read as such.
     */
    public Optional<InputStream> blob(WorkspaceId workspace, RepositoryName repository, Digest digest, long offset)
            throws IOException {
        Optional<Path> file = store.blobFile(workspace, repository, digest);
        if (file.isEmpty()) {
            return store.client().blob(ImageStore.upstream(workspace, repository), digest, offset);
        }
        SeekableByteChannel channel = Files.newByteChannel(file.get());
        return Optional.of(Channels.newInputStream(channel.position(offset)));
    }
}
