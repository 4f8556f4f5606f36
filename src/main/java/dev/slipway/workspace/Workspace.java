package dev.slipway.workspace;

import java.time.Instant;

/** A team's place: its projects, builds and images. */
public record Workspace(WorkspaceId id, WorkspaceName name, String displayName, Instant createdAt) {

    public static final int MAX_DISPLAY_NAME = 128;

    /** Whether this is the administrators' shelf, which belongs to nobody. */
    public boolean isLibrary() {
        return name.equals(WorkspaceName.LIBRARY);
    }
}
