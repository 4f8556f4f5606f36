package dev.slipway.image;

import dev.slipway.oci.Digest;
import dev.slipway.oci.Platform;
import java.util.List;
import java.util.Optional;

/**
 * What the tables keep of a manifest.
 *
 * @param size bytes of the configs and layers that it leads to, each counted once, attestations left out
 * @param subject the manifest that it refers to (OCI distribution-spec 1.1, referrers)
 * @param parts the manifests that an index names: platforms and their attestations
 */
record ManifestSummary(
        Digest digest,
        String mediaType,
        long size,
        List<Platform> platforms,
        Optional<Digest> subject,
        List<Digest> parts) {}
