package dev.slipway.oci;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A list of manifests, one per platform or attestation (OCI image-spec, image index). */
public record ImageIndex(
        String mediaType,
        List<Descriptor> manifests,
        Map<String, String> annotations,
        Optional<String> artifactType,
        Optional<Descriptor> subject) {

    public static final String OCI = "application/vnd.oci.image.index.v1+json";
    public static final String DOCKER = "application/vnd.docker.distribution.manifest.list.v2+json";

    public ImageIndex {
        manifests = List.copyOf(manifests);
        annotations = Map.copyOf(annotations);
    }

    /** The manifests that are images, without BuildKit's attestations, whose platform is {@code unknown/unknown}. */
    public List<Descriptor> images() {
        return manifests.stream()
                .filter(manifest ->
                        manifest.platform().map(p -> !p.os().equals("unknown")).orElse(true))
                .toList();
    }
}
