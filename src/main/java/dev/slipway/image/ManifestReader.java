package dev.slipway.image;

import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Digest;
import dev.slipway.oci.ImageConfig;
import dev.slipway.oci.ImageIndex;
import dev.slipway.oci.ImageManifest;
import dev.slipway.oci.Platform;
import dev.slipway.registry.Manifest;
import dev.slipway.registry.OciJson;
import dev.slipway.registry.RegistryClient;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows a manifest to its platforms and configs in one repository of the store. */
record ManifestReader(RegistryClient client, String repository) {

    private static final Logger LOG = LoggerFactory.getLogger(ManifestReader.class);

    /** Most platforms of an index that are followed; the rest is in the store all the same. */
    static final int MAX_PLATFORMS = 64;

    /** Each platform, and an attestation of each. */
    private static final int MAX_PARTS = 2 * MAX_PLATFORMS;

    private static final int MAX_CONFIG_BYTES = 4 << 20;
    private static final Set<String> IMAGE_CONFIGS =
            Set.of("application/vnd.oci.image.config.v1+json", "application/vnd.docker.container.image.v1+json");

    /** An image manifest and the config that it names. */
    record Image(Manifest manifest, ImageManifest content, ImageConfig config) {}

    /** What the tables keep; of a manifest that the store took and nobody can read, only its name. */
    ManifestSummary summary(Manifest manifest) throws IOException {
        try {
            return follow(manifest);
        } catch (IllegalArgumentException e) {
            LOG.info("The manifest {} can't be described: {}", manifest, e.getMessage());
            return new ManifestSummary(
                    manifest.digest(), manifest.mediaType(), 0, List.of(), Optional.empty(), List.of());
        }
    }

    private ManifestSummary follow(Manifest manifest) throws IOException {
        List<Image> images = images(manifest);
        Map<Digest, Long> blobs = new LinkedHashMap<>();
        Set<Platform> platforms = new LinkedHashSet<>();
        for (Image image : images) {
            blobs.putAll(blobs(image.content()));
            platforms.add(image.config().platform());
        }
        if (images.isEmpty() && !manifest.isIndex()) {
            manifest.image().ifPresent(artifact -> blobs.putAll(blobs(artifact)));
        }
        return new ManifestSummary(
                manifest.digest(),
                manifest.mediaType(),
                blobs.values().stream().mapToLong(Long::longValue).sum(),
                List.copyOf(platforms),
                subject(manifest),
                parts(manifest));
    }

    /** The images that a manifest leads to: itself, or those of its platforms. None for an artifact that is no image. */
    List<Image> images(Manifest manifest) throws IOException {
        Optional<ImageIndex> index = manifest.index();
        if (index.isEmpty()) {
            return image(manifest).map(List::of).orElse(List.of());
        }
        List<Image> images = new ArrayList<>();
        for (Descriptor platform :
                index.get().images().stream().limit(MAX_PLATFORMS).toList()) {
            Optional<Manifest> child =
                    client.manifest(repository, platform.digest().toString());
            // A sparse index, whose other platforms were never pushed, is a valid one.
            if (child.isPresent() && !child.get().isIndex()) {
                image(child.get()).ifPresent(images::add);
            }
        }
        return images;
    }

    /** The manifest with the platforms that it leads to, and not what is attested about them: see ImageContents. */
    ImageContents contents(Manifest manifest) throws IOException {
        Set<Digest> manifests = new LinkedHashSet<>(Set.of(manifest.digest()));
        Set<Digest> blobs = new LinkedHashSet<>();
        manifest.image().ifPresent(image -> blobs.addAll(blobs(image).keySet()));
        for (Image platform : images(manifest)) {
            manifests.add(platform.manifest().digest());
            blobs.addAll(blobs(platform.content()).keySet());
        }
        return new ImageContents(manifests, blobs);
    }

    private Optional<Image> image(Manifest manifest) throws IOException {
        ImageManifest content = manifest.image().orElseThrow();
        if (!IMAGE_CONFIGS.contains(content.config().mediaType())) {
            return Optional.empty();
        }
        Optional<InputStream> blob = client.blob(repository, content.config().digest());
        if (blob.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream stream = blob.get()) {
            byte[] config = stream.readNBytes(MAX_CONFIG_BYTES + 1);
            return config.length > MAX_CONFIG_BYTES
                    ? Optional.empty()
                    : Optional.of(new Image(manifest, content, OciJson.config(config)));
        }
    }

    private static Map<Digest, Long> blobs(ImageManifest manifest) {
        Map<Digest, Long> blobs = new LinkedHashMap<>();
        blobs.put(manifest.config().digest(), manifest.config().size());
        manifest.layers().forEach(layer -> blobs.put(layer.digest(), layer.size()));
        return blobs;
    }

    private static List<Digest> parts(Manifest manifest) {
        return manifest.index()
                .map(index -> index.manifests().stream()
                        .map(Descriptor::digest)
                        .distinct()
                        .limit(MAX_PARTS)
                        .toList())
                .orElse(List.of());
    }

    private static Optional<Digest> subject(Manifest manifest) {
        return manifest.index()
                .flatMap(ImageIndex::subject)
                .or(() -> manifest.image().flatMap(ImageManifest::subject))
                .map(Descriptor::digest);
    }
}
