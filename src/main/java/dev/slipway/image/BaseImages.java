package dev.slipway.image;

import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Digest;
import dev.slipway.oci.ImageIndex;
import dev.slipway.oci.ImageManifest;
import dev.slipway.oci.ImageReference;
import dev.slipway.registry.Manifest;
import dev.slipway.registry.OciJson;
import dev.slipway.registry.RegistryClient;
import dev.slipway.workspace.WorkspaceId;
import dev.slipway.workspace.Workspaces;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Puts the OCI image layouts that this machine was given on the {@code library} shelf, once after each start. What an
 * administrator pushed under the same name stays. See docs/decisions/0010-base-images-without-docker-hub.md.
 */
@Component
class BaseImages {

    static final String REASON = "base image of this machine";

    private static final Logger LOG = LoggerFactory.getLogger(BaseImages.class);
    /** Of the manifest's descriptor in the layout: the whole name (containerd's annotation). */
    private static final String NAME = "io.containerd.image.name";

    private static final String LIBRARY = "library/";

    private final String folder;
    private final ImageStore store;
    private final RepositoryLock lock;
    private final Images images;
    private final Workspaces workspaces;
    private volatile boolean shelved;

    BaseImages(
            RegistryProperties properties,
            ImageStore store,
            RepositoryLock lock,
            Images images,
            Workspaces workspaces) {
        this.folder = properties.baseImages();
        this.store = store;
        this.lock = lock;
        this.images = images;
        this.workspaces = workspaces;
        this.shelved = folder.isBlank();
    }

    /** True when there is nothing left to do, or nothing that can be done. */
    boolean areShelved() {
        return shelved;
    }

    void shelve() {
        try {
            for (Path layout : layouts()) {
                shelve(layout);
            }
        } catch (IOException e) {
            LOG.warn("The base images in {} can't be listed: {}", folder, e.getMessage());
        } finally {
            shelved = true;
        }
    }

    private List<Path> layouts() throws IOException {
        if (folder.isBlank() || !Files.isDirectory(Path.of(folder))) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(Path.of(folder))) {
            return found.filter(layout -> Files.isRegularFile(layout.resolve("index.json")))
                    .sorted()
                    .toList();
        }
    }

    private void shelve(Path layout) {
        try {
            ImageIndex index = OciJson.index(ImageIndex.OCI, small(layout.resolve("index.json")));
            for (Descriptor image : index.manifests()) {
                Optional<ImageReference> name =
                        Optional.ofNullable(image.annotations().get(NAME)).map(ImageReference::parse);
                if (name.isPresent() && name.get().repository().startsWith(LIBRARY)) {
                    shelve(layout, image, name.get());
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("The base image in {} was not put on the library shelf: {}", layout, e.getMessage());
        }
    }

    private void shelve(Path layout, Descriptor image, ImageReference name) throws IOException {
        WorkspaceId library = workspaces.library().id();
        RepositoryName repository = new RepositoryName(name.repository().substring(LIBRARY.length()));
        TagName tag = new TagName(name.orLatest().tag().orElseThrow());
        RegistryClient client = store.client();
        String upstream = ImageStore.upstream(library, repository);
        if (client.resolve(upstream, tag.value()).equals(Optional.of(image.digest()))) {
            return;
        }
        Manifest manifest = new Manifest(image.mediaType(), small(blob(layout, image.digest())));
        store.rely(manifest);
        upload(layout, manifest, upstream);
        boolean put = lock.change(library, repository, locked -> {
            if (locked.tagged(tag).isPresent() && !isOurs(library, repository, tag)) {
                return false;
            }
            client.putManifest(upstream, tag.value(), manifest);
            locked.keep(new ManifestReader(client, upstream).summary(manifest), Actor.STORE);
            locked.moveAsFound(tag, manifest.digest(), Actor.STORE, REASON);
            return true;
        });
        if (put) {
            LOG.info("{} is on the library shelf", name.familiar());
        }
    }

    private boolean isOurs(WorkspaceId library, RepositoryName repository, TagName tag) {
        return images.history(library, repository, tag).getFirst().reason().equals(REASON);
    }

    private static void upload(Path layout, RegistryClient client, Descriptor blob, String upstream)
            throws IOException {
        if (!client.hasBlob(upstream, blob.digest())) {
            Path file = blob(layout, blob.digest());
            try (InputStream content = Files.newInputStream(file)) {
                client.putBlob(upstream, blob.digest(), content, Files.size(file));
            }
        }
    }

    private void upload(Path layout, Manifest manifest, String upstream) throws IOException {
        RegistryClient client = store.client();
        ImageManifest image = manifest.image()
                .orElseThrow(() -> new IllegalArgumentException("a base image has one platform, this is an index"));
        upload(layout, client, image.config(), upstream);
        for (Descriptor layer : image.layers()) {
            upload(layout, client, layer, upstream);
        }
    }

    private static Path blob(Path layout, Digest digest) {
        return layout.resolve("blobs").resolve(digest.algorithm()).resolve(digest.hex());
    }

    private static byte[] small(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            return content.readNBytes(Manifest.MAX_BYTES);
        }
    }
}
