package dev.slipway.push;

import dev.slipway.image.ImageNeed;
import dev.slipway.image.RepositoryName;
import dev.slipway.oci.Digest;
import dev.slipway.workspace.WorkspaceId;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** An image that waits for its push or is on its way stays until it has arrived. */
@Component
class PushedImages implements ImageNeed {

    private final PushRows rows;

    PushedImages(PushRows rows) {
        this.rows = rows;
    }

    @Override
    public Optional<String> whoNeeds(WorkspaceId workspace, RepositoryName repository, Digest digest) {
        return rows.findUnderWay(workspace, repository, digest)
                .map(destination -> "a push to " + destination + " that has not ended");
    }
}
