package dev.slipway.audit;

import java.util.Arrays;
import java.util.Optional;

/** What is kept in the trail; a new kind of change gets a name here, and a publisher ({@code AuditActionTest}). */
public enum AuditAction {
    /** With a password or through an OpenID provider; not each use of an access token. */
    SIGN_IN("sign-in", Reach.MEMBER),
    TOKEN_CREATE("token.create", Reach.MEMBER),
    TOKEN_REVOKE("token.revoke", Reach.MEMBER),
    USER_CREATE("user.create", Reach.INSTALLATION),
    USER_DELETE("user.delete", Reach.INSTALLATION),

    WORKSPACE_CREATE("workspace.create", Reach.WORKSPACE),
    WORKSPACE_RENAME("workspace.rename", Reach.WORKSPACE),
    /** Belongs to the installation, because the workspace's own trail goes with it. */
    WORKSPACE_DELETE("workspace.delete", Reach.INSTALLATION),
    MEMBER_ADD("member.add", Reach.WORKSPACE),
    MEMBER_ROLE("member.role", Reach.WORKSPACE),
    MEMBER_REMOVE("member.remove", Reach.WORKSPACE),
    MEMBER_LEAVE("member.leave", Reach.WORKSPACE),
    INVITATION_CREATE("invitation.create", Reach.WORKSPACE),
    INVITATION_REVOKE("invitation.revoke", Reach.WORKSPACE),
    INVITATION_ACCEPT("invitation.accept", Reach.WORKSPACE),

    PROJECT_CREATE("project.create", Reach.WORKSPACE),
    PROJECT_RENAME("project.rename", Reach.WORKSPACE),
    PROJECT_DELETE("project.delete", Reach.WORKSPACE),
    BUILD_START("build.start", Reach.WORKSPACE),
    BUILD_CANCEL("build.cancel", Reach.WORKSPACE),
    BUILD_DELETE("build.delete", Reach.WORKSPACE),

    TAG_SET("tag.set", Reach.WORKSPACE),
    TAG_DELETE("tag.delete", Reach.WORKSPACE),
    TAG_REVERT("tag.revert", Reach.WORKSPACE),
    RULE_CREATE("rule.create", Reach.WORKSPACE),
    RULE_DELETE("rule.delete", Reach.WORKSPACE),
    IMAGE_DELETE("image.delete", Reach.WORKSPACE),
    /** An image that a client brought through {@code /v2/} without a tag; with one it is {@link #TAG_SET}. */
    IMAGE_RECEIVE("image.receive", Reach.WORKSPACE),

    PUSH_START("push.start", Reach.WORKSPACE),
    PUSH_RETRY("push.retry", Reach.WORKSPACE),
    PUSH_CANCEL("push.cancel", Reach.WORKSPACE),
    CREDENTIAL_CREATE("credential.create", Reach.WORKSPACE),
    CREDENTIAL_DELETE("credential.delete", Reach.WORKSPACE),
    LINK_CREATE("link.create", Reach.WORKSPACE),
    LINK_REVOKE("link.revoke", Reach.WORKSPACE);

    private final String word;
    private final Reach reach;

    AuditAction(String word, Reach reach) {
        this.word = word;
        this.reach = reach;
    }

    /** Whom an action concerns. */
    public enum Reach {
        /** One workspace, whose owners read of it. */
        WORKSPACE,
        /** All workspaces that the actor is a member of. */
        MEMBER,
        /** No workspace; kept for whoever runs this Slipway. */
        INSTALLATION
    }

    /** As in JSON, for example {@code tag.delete}. */
    public String word() {
        return word;
    }

    public Reach reach() {
        return reach;
    }

    public static Optional<AuditAction> find(String word) {
        return Arrays.stream(values())
                .filter(action -> action.word.equals(word))
                .findFirst();
    }
}
