package dev.slipway.web.registry;

import dev.slipway.image.ImageContents;
import dev.slipway.image.ManifestReference;
import dev.slipway.oci.Digest;
import dev.slipway.web.registry.EdgeException.Code;
import dev.slipway.workspace.WorkspaceId;
import java.util.Optional;

/**
 * The right to pull from one repository.
 *
 * @param only what may be pulled; empty: all of the repository
 */
record Pull(WorkspaceId workspace, Optional<ImageContents> only) {

    /** @throws EdgeException 404, as for a manifest that is not there */
    void require(ManifestReference reference) {
        boolean allowed = only.map(contents -> reference instanceof ManifestReference.ByDigest byDigest
                        && contents.manifests().contains(byDigest.digest()))
                .orElse(true);
        if (!allowed) {
            throw EdgeException.of(Code.MANIFEST_UNKNOWN, 404, "There is no such manifest that you can see.");
        }
    }

    /** @throws EdgeException 404, as for a blob that is not there */
    void require(Digest blob) {
        boolean allowed = only.map(contents -> contents.blobs().contains(blob)).orElse(true);
        if (!allowed) {
            throw EdgeException.of(Code.BLOB_UNKNOWN, 404, "There is no such blob that you can see.");
        }
    }
}
