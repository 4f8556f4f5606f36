package dev.slipway.image;

import dev.slipway.workspace.WorkspaceId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** Whoever changes images or tags of a repository holds this row's lock, so that the ledger's order is the store's order. */
@Entity
@Table(name = "repository")
class RepositoryRow {

    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private UUID workspaceId;

    @Column(nullable = false, updatable = false, length = RepositoryName.MAX_LENGTH)
    private String name;

    @Column(nullable = false)
    private Instant updatedAt;

    protected RepositoryRow() {}

    RepositoryRow(WorkspaceId workspace, RepositoryName name, Instant now) {
        this.id = UUID.randomUUID();
        this.workspaceId = workspace.value();
        this.name = name.value();
        this.updatedAt = now;
    }

    UUID id() {
        return id;
    }

    WorkspaceId workspace() {
        return new WorkspaceId(workspaceId);
    }

    RepositoryName name() {
        return new RepositoryName(name);
    }

    Instant updatedAt() {
        return updatedAt;
    }

    void touch(Instant now) {
        updatedAt = now;
    }
}
