package dev.slipway.workspace;

import java.util.UUID;

/** Names a workspace for ever, also when it is given another name. */
public record WorkspaceId(UUID value) {

    public static WorkspaceId random() {
        return new WorkspaceId(UUID.randomUUID());
    }
}
