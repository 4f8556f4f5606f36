package dev.slipway.image;

import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Digest;
import dev.slipway.oci.ImageConfig;
import dev.slipway.oci.ImageConfig.History;
import dev.slipway.oci.ImageManifest;
import dev.slipway.registry.Manifest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts an image's history beside its layers (OCI image-spec: each history entry that is not empty made one layer, in order). */
final class LayerHistory {

    /** On the descriptor of a BuildKit attestation: the manifest that it is about. */
    private static final String ATTESTS = "vnd.docker.reference.digest";

    /** What builders put in front of a shell command: build arguments, the shell, and the classic builder's no-op. */
    private static final Pattern SHELL = Pattern.compile(
            "^(?:RUN )?(?:\\|\\d+ (?<args>.*?) )?/bin/sh -c (?<nop>#\\(nop\\)\\s+)?(?<command>.*)$", Pattern.DOTALL);

    private static final Pattern BUILDKIT = Pattern.compile("\\s*# buildkit$");

    private LayerHistory() {}

    static List<PlatformImage> platforms(Manifest manifest, List<ManifestReader.Image> images) {
        List<Descriptor> listed =
                manifest.index().map(index -> index.manifests()).orElse(List.of());
        return images.stream().map(image -> platform(image, listed)).toList();
    }

    private static PlatformImage platform(ManifestReader.Image image, List<Descriptor> listed) {
        Digest digest = image.manifest().digest();
        List<Digest> attestations = listed.stream()
                .filter(entry -> digest.toString().equals(entry.annotations().get(ATTESTS)))
                .map(Descriptor::digest)
                .toList();
        return new PlatformImage(
                image.config().platform(),
                digest,
                image.config(),
                layers(image.content(), image.config()),
                image.content().size(),
                attestations);
    }

    static List<Layer> layers(ImageManifest manifest, ImageConfig config) {
        Iterator<Descriptor> blobs = manifest.layers().iterator();
        List<Layer> layers = new ArrayList<>();
        for (History entry : config.history()) {
            boolean made = !entry.emptyLayer() && blobs.hasNext();
            layers.add(layer(entry, made ? Optional.of(blobs.next()) : Optional.empty()));
        }
        blobs.forEachRemaining(
                blob -> layers.add(layer(new History(Optional.empty(), "", "", "", false), Optional.of(blob))));
        return layers;
    }

    private static Layer layer(History entry, Optional<Descriptor> blob) {
        return new Layer(
                instruction(entry.createdBy()),
                entry.createdBy(),
                entry.created(),
                blob.map(Descriptor::digest),
                blob.map(Descriptor::mediaType),
                blob.map(Descriptor::size).orElse(0L));
    }

    /** The instruction as a person wrote it, as far as the image tells. */
    static String instruction(String createdBy) {
        String text = BUILDKIT.matcher(createdBy).replaceFirst("");
        Matcher shell = SHELL.matcher(text);
        if (!shell.matches()) {
            return text;
        }
        return shell.group("nop") == null
                ? "RUN " + shell.group("command")
                : shell.group("command").strip();
    }
}
