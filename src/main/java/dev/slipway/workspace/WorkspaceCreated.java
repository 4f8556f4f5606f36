package dev.slipway.workspace;

import dev.slipway.account.User;

/**
 * News, published inside the transaction that makes the workspace: a listener that throws undoes it.
 *
 * @param owner who made it
 * @param firstRun the workspace of the user with whom this Slipway was set up: the place for the sample project
 */
public record WorkspaceCreated(Workspace workspace, User owner, boolean firstRun) {}
