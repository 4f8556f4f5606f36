package dev.slipway.share;

import dev.slipway.build.BuildId;
import dev.slipway.build.BuildNumber;
import dev.slipway.workspace.WorkspaceId;
import java.time.Instant;
import java.util.Set;

/**
 * A link to one build.
 *
 * @param actor name of the user who made it
 * @param opened how often its page was opened
 */
public record ShareLink(
        LinkId id,
        WorkspaceId workspace,
        BuildId build,
        BuildNumber number,
        Set<SharedPart> shows,
        Instant createdAt,
        String actor,
        Instant expiresAt,
        long opened) {

    public ShareLink {
        shows = Set.copyOf(shows);
    }

    public boolean shows(SharedPart part) {
        return shows.contains(part);
    }
}
