package dev.slipway.workspace;

import dev.slipway.account.Caller;
import dev.slipway.audit.AuditAction;
import dev.slipway.audit.Audited;
import dev.slipway.refusal.Refusal;

/**
 * A caller inside a workspace that he may enter. Only {@link Access} gives seats out: whoever holds one was let in.
 *
 * @param role the member's; an access token may reach less far, so ask {@link #allows}
 */
public record Seat(Workspace workspace, Caller caller, Role role) {

    /** To be published when it is done: see {@link Audited}. */
    public Audited did(AuditAction action, String subject, String detail) {
        return caller.did(action, subject, detail).in(workspace.id().value());
    }

    public boolean allows(Permission permission) {
        return role.isAtLeast(permission.least()) && caller.has(permission.scope());
    }

    /** @throws Refusal FORBIDDEN when this seat does not allow it */
    public void require(Permission permission) {
        if (!role.isAtLeast(permission.least())) {
            throw Refusal.of(
                    Refusal.Kind.FORBIDDEN,
                    "role-too-low",
                    "This needs the role %s in %s, and yours is %s. An owner of the workspace can change that."
                            .formatted(permission.least().word(), workspace.name(), role.word()));
        }
        if (!caller.has(permission.scope())) {
            throw Refusal.of(
                    Refusal.Kind.FORBIDDEN,
                    "scope-too-narrow",
                    "This needs an access token with the scope %s."
                            .formatted(permission.scope().word()));
        }
    }
}
