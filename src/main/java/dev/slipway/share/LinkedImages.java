package dev.slipway.share;

import dev.slipway.build.Build;
import dev.slipway.build.Builds;
import dev.slipway.image.ImageNeed;
import dev.slipway.image.RepositoryName;
import dev.slipway.oci.Digest;
import dev.slipway.workspace.WorkspaceId;
import java.time.Clock;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** An image that a link hands out stays as long as the link works. */
@Component
class LinkedImages implements ImageNeed {

    private final ShareLinkRows rows;
    private final Builds builds;
    private final Clock clock;

    LinkedImages(ShareLinkRows rows, Builds builds, Clock clock) {
        this.rows = rows;
        this.builds = builds;
        this.clock = clock;
    }

    @Override
    public Optional<String> whoNeeds(WorkspaceId workspace, RepositoryName repository, Digest digest) {
        return rows.findByWorkspaceIdAndExpiresAtAfter(workspace.value(), clock.instant()).stream()
                .map(ShareLinkRow::toLink)
                .filter(link -> link.shows(SharedPart.PULL) && hasImage(link, repository, digest))
                .findFirst()
                .map(link -> "a share link of build #" + link.number());
    }

    private boolean hasImage(ShareLink link, RepositoryName repository, Digest digest) {
        return builds.find(link.build())
                .flatMap(Build::image)
                .filter(image -> image.repository().equals(repository.value())
                        && image.digest().equals(digest))
                .isPresent();
    }
}
