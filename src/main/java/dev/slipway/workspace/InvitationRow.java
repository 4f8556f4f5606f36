package dev.slipway.workspace;

import dev.slipway.account.UserId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.springframework.data.domain.Persistable;

/** An invitation as stored: without its key. */
@Entity
@Table(name = "invitation")
class InvitationRow implements Persistable<UUID> {

    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private UUID workspace;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, updatable = false, length = 16)
    private Role role;

    @Column(nullable = false, updatable = false)
    private String keyHash;

    @Column(nullable = false, updatable = false)
    private UUID madeBy;

    @Column(nullable = false, updatable = false)
    private Instant createdAt;

    @Column(nullable = false, updatable = false)
    private Instant expiresAt;

    protected InvitationRow() {}

    InvitationRow(Invitation invitation, String keyHash) {
        this.id = invitation.id().value();
        this.workspace = invitation.workspace().value();
        this.role = invitation.role();
        this.keyHash = keyHash;
        this.madeBy = invitation.madeBy().value();
        this.createdAt = invitation.createdAt();
        this.expiresAt = invitation.expiresAt();
    }

    Invitation toInvitation() {
        return new Invitation(
                new InvitationId(id), new WorkspaceId(workspace), role, new UserId(madeBy), createdAt, expiresAt);
    }

    @Override
    public UUID getId() {
        return id;
    }

    /** Rows are only ever saved once, so Spring Data need not look for an older one. */
    @Override
    public boolean isNew() {
        return true;
    }
}
