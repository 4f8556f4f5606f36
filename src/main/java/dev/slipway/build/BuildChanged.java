package dev.slipway.build;

import dev.slipway.project.ProjectId;
import dev.slipway.workspace.WorkspaceId;

/** News: a build was queued, began, ended, was deleted, or one of its steps changed. Ask {@link Builds} for what it is now. */
public record BuildChanged(
        WorkspaceId workspace, ProjectId project, BuildId build, BuildNumber number, BuildStatus status) {}
