package dev.slipway.workspace;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.springframework.data.domain.Persistable;

/** A workspace as stored. */
@Entity
@Table(name = "workspace")
class WorkspaceRow implements Persistable<UUID> {

    @Id
    private UUID id;

    @Column(nullable = false)
    private String name;

    @Column(nullable = false)
    private String displayName;

    @Column(nullable = false, updatable = false)
    private Instant createdAt;

    protected WorkspaceRow() {}

    WorkspaceRow(Workspace workspace) {
        this.id = workspace.id().value();
        this.name = workspace.name().value();
        this.displayName = workspace.displayName();
        this.createdAt = workspace.createdAt();
    }

    Workspace toWorkspace() {
        return new Workspace(new WorkspaceId(id), new WorkspaceName(name), displayName, createdAt);
    }

    void show(String newDisplayName) {
        this.displayName = newDisplayName;
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
