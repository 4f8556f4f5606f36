package dev.slipway.build;

import dev.slipway.account.UserId;
import dev.slipway.project.ProjectId;
import dev.slipway.project.ProjectName;
import dev.slipway.project.Revision;
import dev.slipway.workspace.WorkspaceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A build as it is now.
 *
 * @param projectName as it was when the build was asked for
 * @param actorName of the user who asked for it
 * @param epoch counts how often a worker took it; a worker with an older one has lost it
 * @param steps empty while it is queued
 * @param position how many builds leave the queue before it, from 0; queued builds only
 * @param cancelling somebody has cancelled it and it has not ended yet
 * @param retryOf the build of which this one is a retry
 */
public record Build(
        BuildId id,
        BuildNumber number,
        WorkspaceId workspace,
        ProjectId project,
        ProjectName projectName,
        Revision revision,
        BuildStatus status,
        BuildRequest request,
        UserId actor,
        String actorName,
        Instant queuedAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        int epoch,
        boolean cancelling,
        List<BuildStep> steps,
        List<BuildWarning> warnings,
        Optional<PublishedImage> image,
        Optional<BuildError> error,
        Optional<Integer> position,
        Optional<BuildNumber> retryOf) {

    public Build {
        steps = List.copyOf(steps);
        warnings = List.copyOf(warnings);
    }

    /** The repository that takes the image: that of the first tag, else one of the project's name. */
    public String repository() {
        return request.tags().stream().map(ImageTag::repository).findFirst().orElse(projectName.value());
    }

    Build waitingBehind(int others) {
        return asOfNow(steps, warnings, Optional.of(others));
    }

    Build withProgress(List<BuildStep> newer, List<BuildWarning> newerWarnings) {
        return asOfNow(newer, newerWarnings, position);
    }

    private Build asOfNow(
            List<BuildStep> newerSteps, List<BuildWarning> newerWarnings, Optional<Integer> newerPosition) {
        return new Build(
                id,
                number,
                workspace,
                project,
                projectName,
                revision,
                status,
                request,
                actor,
                actorName,
                queuedAt,
                startedAt,
                endedAt,
                epoch,
                cancelling,
                newerSteps,
                newerWarnings,
                image,
                error,
                newerPosition,
                retryOf);
    }
}
