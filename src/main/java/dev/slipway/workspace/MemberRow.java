package dev.slipway.workspace;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;

/** A user's place in a workspace, as stored. */
@Entity
@Table(name = "member")
class MemberRow {

    @EmbeddedId
    private Key id;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, length = 16)
    private Role role;

    @Column(nullable = false, updatable = false)
    private Instant since;

    protected MemberRow() {}

    MemberRow(Key id, Role role, Instant since) {
        this.id = id;
        this.role = role;
        this.since = since;
    }

    Key key() {
        return id;
    }

    Role role() {
        return role;
    }

    Instant since() {
        return since;
    }

    void become(Role newRole) {
        this.role = newRole;
    }

    @Embeddable
    record Key(UUID workspace, UUID account) implements Serializable {}
}
