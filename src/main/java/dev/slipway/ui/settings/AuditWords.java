package dev.slipway.ui.settings;

import dev.slipway.audit.AuditAction;

/** What somebody did, so that the subject can follow. */
final class AuditWords {

    private AuditWords() {}

    static String did(AuditAction action) {
        return switch (action) {
            case SIGN_IN -> "Signed in";
            case TOKEN_CREATE -> "Created access token";
            case TOKEN_REVOKE -> "Revoked access token";
            case USER_CREATE -> "Created user";
            case USER_DELETE -> "Deleted user";
            case WORKSPACE_CREATE -> "Created workspace";
            case WORKSPACE_RENAME -> "Renamed workspace";
            case WORKSPACE_DELETE -> "Deleted workspace";
            case MEMBER_ADD -> "Added member";
            case MEMBER_ROLE -> "Changed the role of";
            case MEMBER_REMOVE -> "Removed member";
            case MEMBER_LEAVE -> "Left";
            case INVITATION_CREATE -> "Invited a";
            case INVITATION_REVOKE -> "Revoked the invitation of a";
            case INVITATION_ACCEPT -> "Joined by invitation";
            case PROJECT_CREATE -> "Created project";
            case PROJECT_RENAME -> "Renamed project";
            case PROJECT_DELETE -> "Deleted project";
            case BUILD_START -> "Started build";
            case BUILD_CANCEL -> "Cancelled build";
            case BUILD_DELETE -> "Deleted build";
            case TAG_SET -> "Set tag";
            case TAG_DELETE -> "Deleted tag";
            case TAG_REVERT -> "Reverted tag";
            case RULE_CREATE -> "Created rule";
            case RULE_DELETE -> "Deleted rule";
            case IMAGE_DELETE -> "Deleted image";
            case IMAGE_RECEIVE -> "Pushed image";
            case PUSH_START -> "Started push";
            case PUSH_RETRY -> "Retried push";
            case PUSH_CANCEL -> "Cancelled push";
            case CREDENTIAL_CREATE -> "Created credential";
            case CREDENTIAL_DELETE -> "Deleted credential";
            case LINK_CREATE -> "Shared";
            case LINK_REVOKE -> "Revoked the link to";
        };
    }
}
