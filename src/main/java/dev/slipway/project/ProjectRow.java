package dev.slipway.project;

import dev.slipway.workspace.WorkspaceId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.springframework.data.domain.Persistable;

/** A project as stored; its files are in its repository. */
@Entity
@Table(name = "project")
class ProjectRow implements Persistable<UUID> {

    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private UUID workspace;

    @Column(nullable = false)
    private String name;

    @Column(nullable = false)
    private String description;

    @Column(nullable = false, updatable = false)
    private Instant createdAt;

    protected ProjectRow() {}

    ProjectRow(Project project) {
        this.id = project.id().value();
        this.workspace = project.workspace().value();
        this.name = project.name().value();
        this.description = project.description();
        this.createdAt = project.createdAt();
    }

    Project toProject() {
        return new Project(
                new ProjectId(id), new WorkspaceId(workspace), new ProjectName(name), description, createdAt);
    }

    void change(ProjectName newName, String newDescription) {
        this.name = newName.value();
        this.description = newDescription;
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
