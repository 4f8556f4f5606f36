package dev.slipway.image;

import dev.slipway.oci.Digest;
import dev.slipway.workspace.WorkspaceId;
import java.util.Optional;

/** Something above the images that may need one: then it is not deleted. */
public interface ImageNeed {

    /** Who needs it, for instance {@code a share link of build #14}; empty when nobody does. */
    Optional<String> whoNeeds(WorkspaceId workspace, RepositoryName repository, Digest digest);
}
