package dev.slipway.image;

import dev.slipway.image.TagPolicy.Immutability;
import dev.slipway.image.TagPolicy.Protection;
import dev.slipway.image.TagPolicy.Retention;
import dev.slipway.workspace.WorkspaceId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A rule; written once. */
@Entity
@Table(name = "tag_rule")
class TagRuleRow {

    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private UUID workspaceId;

    @Column(nullable = false, updatable = false, length = 16)
    private String kind;

    @Column(nullable = false, updatable = false, length = RepositoryName.MAX_LENGTH)
    private String repositories;

    @Column(nullable = false, updatable = false, length = TagName.MAX_LENGTH)
    private String tags;

    @Column(updatable = false)
    private @Nullable Integer keepNewest;

    @Column(updatable = false)
    private @Nullable Integer keepDays;

    @Column(updatable = false)
    private @Nullable Integer untaggedDays;

    @Column(nullable = false, updatable = false)
    private Instant createdAt;

    @Column(nullable = false, updatable = false, length = 255)
    private String actor;

    protected TagRuleRow() {}

    TagRuleRow(WorkspaceId workspace, TagRule rule) {
        this.id = rule.id().value();
        this.workspaceId = workspace.value();
        this.kind = rule.policy().kind();
        this.repositories = rule.scope().repositories();
        this.tags = rule.scope().tags();
        this.createdAt = rule.createdAt();
        this.actor = rule.actor();
        if (rule.policy() instanceof Retention retention) {
            this.keepNewest = retention.keepNewest().orElse(null);
            this.keepDays = retention.keepDays().orElse(null);
            this.untaggedDays = retention.untaggedDays().orElse(null);
        }
    }

    WorkspaceId workspace() {
        return new WorkspaceId(workspaceId);
    }

    TagRule toRule() {
        return new TagRule(new RuleId(id), new TagScope(repositories, tags), policy(), createdAt, actor);
    }

    private TagPolicy policy() {
        return switch (kind) {
            case Protection.KIND -> new Protection();
            case Immutability.KIND -> new Immutability();
            case Retention.KIND ->
                new Retention(
                        Optional.ofNullable(keepNewest),
                        Optional.ofNullable(keepDays),
                        Optional.ofNullable(untaggedDays));
            default -> throw new IllegalStateException("No such kind of rule: " + kind);
        };
    }
}
