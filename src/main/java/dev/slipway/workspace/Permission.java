package dev.slipway.workspace;

import dev.slipway.account.Scope;

/**
 * The policy: all that can be done in a workspace, the least role that may do it, and the scope that an access token needs
 * for it. What is not named here nobody may do. See docs/decisions/0011-default-deny.md.
 */
public enum Permission {
    /** See the workspace and what is in it: projects, files, builds, logs, images, members. */
    VIEW(Role.VIEWER, Scope.READ),
    PULL_IMAGE(Role.VIEWER, Scope.READ),
    /** Leave the workspace oneself. */
    LEAVE(Role.VIEWER, Scope.WRITE),

    /** Make a project, change its files and settings. */
    EDIT_PROJECT(Role.DEVELOPER, Scope.WRITE),
    /** Start, cancel and retry builds, check and outline a Dockerfile. */
    BUILD(Role.DEVELOPER, Scope.WRITE),
    /** Push to a repository, set and move tags. */
    PUSH_IMAGE(Role.DEVELOPER, Scope.WRITE),
    /** Hand a build to people without an account. */
    SHARE_BUILD(Role.DEVELOPER, Scope.WRITE),

    DELETE_PROJECT(Role.MAINTAINER, Scope.WRITE),
    DELETE_BUILD(Role.MAINTAINER, Scope.WRITE),
    /** Delete tags and images. */
    DELETE_IMAGE(Role.MAINTAINER, Scope.WRITE),
    /** Protection, immutability and retention of tags. */
    MANAGE_RULES(Role.MAINTAINER, Scope.ADMIN),
    /** Registry credentials, build secrets and webhooks. */
    MANAGE_SECRETS(Role.MAINTAINER, Scope.ADMIN),

    /** Members, roles and invitations. */
    MANAGE_MEMBERS(Role.OWNER, Scope.ADMIN),
    /** Rename the workspace. */
    EDIT_WORKSPACE(Role.OWNER, Scope.ADMIN),
    DELETE_WORKSPACE(Role.OWNER, Scope.ADMIN),
    VIEW_AUDIT(Role.OWNER, Scope.ADMIN);

    private final Role least;
    private final Scope scope;

    Permission(Role least, Scope scope) {
        this.least = least;
        this.scope = scope;
    }

    /** The least role that may do it. */
    public Role least() {
        return least;
    }

    /** What an access token needs for it. */
    public Scope scope() {
        return scope;
    }
}
