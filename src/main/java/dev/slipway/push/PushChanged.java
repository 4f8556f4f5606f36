package dev.slipway.push;

import dev.slipway.workspace.WorkspaceId;

/** News: a push was queued, began, ended or came further. Ask {@link Pushes} for what it is now. */
public record PushChanged(WorkspaceId workspace, PushId push) {}
