package dev.slipway.ui.kit;

import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Role;

/** How roles and permissions are called on screens. Who may do what is asked of the policy itself. */
public final class RoleWords {

    private RoleWords() {}

    public static String word(Role role) {
        return switch (role) {
            case VIEWER -> "Viewer";
            case DEVELOPER -> "Developer";
            case MAINTAINER -> "Maintainer";
            case OWNER -> "Owner";
        };
    }

    /** What a role is for, in half a sentence. */
    public static String gist(Role role) {
        return switch (role) {
            case VIEWER -> "see everything and pull images";
            case DEVELOPER -> "edit projects, build and push images";
            case MAINTAINER -> "delete things, keep credentials and rules, too";
            case OWNER -> "everything, members and the workspace itself included";
        };
    }

    public static String words(Permission permission) {
        return switch (permission) {
            case VIEW -> "See projects, files, builds, logs, images and members";
            case PULL_IMAGE -> "Pull images";
            case LEAVE -> "Leave the workspace";
            case EDIT_PROJECT -> "Make projects, edit and upload files";
            case BUILD -> "Build, cancel and retry";
            case PUSH_IMAGE -> "Push images, set and move tags";
            case SHARE_BUILD -> "Share a build by link";
            case DELETE_PROJECT -> "Delete projects";
            case DELETE_BUILD -> "Delete builds";
            case DELETE_IMAGE -> "Delete tags and images";
            case MANAGE_RULES -> "Tag rules: protection, retention";
            case MANAGE_SECRETS -> "Registry credentials";
            case MANAGE_MEMBERS -> "Invite, change roles, remove members";
            case EDIT_WORKSPACE -> "Rename the workspace";
            case DELETE_WORKSPACE -> "Delete the workspace";
            case VIEW_AUDIT -> "Read the audit trail";
        };
    }
}
