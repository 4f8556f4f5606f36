package dev.slipway.image;

import dev.slipway.oci.Digest;
import dev.slipway.workspace.WorkspaceId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.springframework.data.domain.Persistable;

/** Written before a build's tags move and deleted in the transaction that moves them. */
@Entity
@Table(name = "tag_intent")
class TagIntentRow implements Persistable<UUID> {

    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private UUID workspaceId;

    @Column(nullable = false, updatable = false, length = RepositoryName.MAX_LENGTH)
    private String repository;

    @Column(nullable = false, updatable = false, length = TagName.MAX_LENGTH)
    private String tag;

    @Column(nullable = false, updatable = false, length = 135)
    private String toDigest;

    protected TagIntentRow() {}

    TagIntentRow(WorkspaceId workspace, RepositoryName repository, TagName tag, Digest to) {
        this.id = UUID.randomUUID();
        this.workspaceId = workspace.value();
        this.repository = repository.value();
        this.tag = tag.value();
        this.toDigest = to.toString();
    }

    TagName tag() {
        return new TagName(tag);
    }

    Digest to() {
        return Digest.parse(toDigest);
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
