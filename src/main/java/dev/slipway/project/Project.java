package dev.slipway.project;

import dev.slipway.workspace.WorkspaceId;
import java.time.Instant;

/**
 * Files with a history, from which images are built.
 *
 * @param description what its people say about it, at most {@value #MAX_DESCRIPTION} characters; may be empty
 */
public record Project(ProjectId id, WorkspaceId workspace, ProjectName name, String description, Instant createdAt) {

    public static final int MAX_DESCRIPTION = 500;
}
