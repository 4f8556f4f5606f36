package dev.slipway.push;

import dev.slipway.image.ImageSources;
import dev.slipway.image.RepositoryName;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Digest;
import dev.slipway.oci.ImageIndex;
import dev.slipway.oci.ImageManifest;
import dev.slipway.refusal.Refusal;
import dev.slipway.registry.Manifest;
import dev.slipway.workspace.WorkspaceId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that an image consists of.
 *
 * @param manifests in the order in which a registry takes them: those of platforms and attestations first, the image's own last
 * @param blobs each once
 */
record PushPlan(List<Manifest> manifests, List<Descriptor> blobs) {

    private static final int MAX_MANIFESTS = 500;
    private static final int MAX_DEPTH = 4;

    PushPlan {
        manifests = List.copyOf(manifests);
        blobs = List.copyOf(blobs);
    }

    /** @throws Refusal CONFLICT when the store has not all of it */
    static PushPlan of(ImageSources sources, WorkspaceId workspace, RepositoryName repository, Digest image)
            throws IOException {
        Map<Digest, Manifest> manifests = new LinkedHashMap<>();
        Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
        new Walk(sources, workspace, repository, manifests, blobs).follow(image, 0);
        return new PushPlan(List.copyOf(manifests.values()), List.copyOf(blobs.values()));
    }

    Manifest image() {
        return manifests.getLast();
    }

    List<PushLayer> layers() {
        return blobs.stream()
                .map(blob -> PushLayer.waiting(blob.digest(), blob.size()))
                .toList();
    }

    private record Walk(
            ImageSources sources,
            WorkspaceId workspace,
            RepositoryName repository,
            Map<Digest, Manifest> manifests,
            Map<Digest, Descriptor> blobs) {

        void follow(Digest digest, int depth) throws IOException {
            if (manifests.containsKey(digest)) {
                return;
            }
            if (depth > MAX_DEPTH || manifests.size() >= MAX_MANIFESTS) {
                throw Refusal.of(
                        Refusal.Kind.CONFLICT,
                        "image-too-manifold",
                        "This image has more than %d manifests, or they are nested more than %d deep; such a one is not pushed."
                                .formatted(MAX_MANIFESTS, MAX_DEPTH));
            }
            Manifest manifest = sources.manifest(workspace, repository, digest)
                    .orElseThrow(() -> notWhole("the manifest " + digest));
            List<Descriptor> children =
                    new ArrayList<>(manifest.index().map(ImageIndex::manifests).orElse(List.of()));
            for (Descriptor child : children) {
                follow(child.digest(), depth + 1);
            }
            if (manifest.image().isPresent()) {
                ImageManifest image = manifest.image().get();
                for (Descriptor layer : image.layers()) {
                    add(layer);
                }
                add(image.config());
            }
            manifests.put(digest, manifest);
        }

        private void add(Descriptor blob) throws IOException {
            if (blobs.containsKey(blob.digest())) {
                return;
            }
            if (sources.hasBlob(workspace, repository, blob.digest())) {
                blobs.put(blob.digest(), blob);
            } else if (!isKeptElsewhere(blob)) {
                throw notWhole("the layer " + blob.digest());
            }
        }

        /** Layers of Windows that no registry but its maker's may hand out (OCI image-spec, "Non-Distributable Layers"). */
        private static boolean isKeptElsewhere(Descriptor blob) {
            return blob.mediaType().contains("nondistributable")
                    || blob.mediaType().contains(".foreign.");
        }

        private static Refusal notWhole(String missing) {
            return Refusal.of(
                    Refusal.Kind.CONFLICT,
                    "image-not-whole",
                    "The image is not whole here: %s is missing. Build or push it again.".formatted(missing));
        }
    }
}
