package dev.slipway.oci;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One image for one platform: its config and its layers, lowest first (OCI image-spec, image manifest). */
public record ImageManifest(
        String mediaType,
        Descriptor config,
        List<Descriptor> layers,
        Map<String, String> annotations,
        Optional<String> artifactType,
        Optional<Descriptor> subject) {

    public static final String OCI = "application/vnd.oci.image.manifest.v1+json";
    public static final String DOCKER = "application/vnd.docker.distribution.manifest.v2+json";

    public ImageManifest {
        layers = List.copyOf(layers);
        annotations = Map.copyOf(annotations);
    }

    /** Bytes of config and layers as they are stored. */
    public long size() {
        return config.size() + layers.stream().mapToLong(Descriptor::size).sum();
    }
}
