package dev.slipway.workspace;

import dev.slipway.account.UserId;

/** News, published inside the transaction in which a member comes, goes or gets another role. */
public record MembershipChanged(WorkspaceId workspace, UserId user) {}
