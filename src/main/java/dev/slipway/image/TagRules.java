package dev.slipway.image;

import dev.slipway.audit.AuditAction;
import dev.slipway.image.TagPolicy.Protection;
import dev.slipway.refusal.Refusal;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import dev.slipway.workspace.WorkspaceId;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes and takes away a workspace's rules about tags. They hold from the next move on, whoever makes it. */
@Service
public class TagRules {

    public static final int MAX_PER_WORKSPACE = 200;

    private final TagRuleRows rows;
    private final ApplicationEventPublisher news;
    private final Clock clock;

    TagRules(TagRuleRows rows, ApplicationEventPublisher news, Clock clock) {
        this.rows = rows;
        this.news = news;
        this.clock = clock;
    }

    /** Oldest first. */
    @Transactional(readOnly = true)
    public List<TagRule> list(WorkspaceId workspace) {
        return rows.findByWorkspaceIdOrderByCreatedAtAscIdAsc(workspace.value()).stream()
                .map(TagRuleRow::toRule)
                .toList();
    }

    /**
     * @throws Refusal FORBIDDEN, CONFLICT when there is such a rule, or when the workspace has {@value #MAX_PER_WORKSPACE}
     */
    @Transactional
    public TagRule add(Seat seat, TagScope scope, TagPolicy policy) {
        seat.require(Permission.MANAGE_RULES);
        WorkspaceId workspace = seat.workspace().id();
        if (rows.existsByWorkspaceIdAndKindAndRepositoriesAndTags(
                workspace.value(), policy.kind(), scope.repositories(), scope.tags())) {
            throw Refusal.of(
                    Refusal.Kind.CONFLICT,
                    "rule-exists",
                    "There is a %s rule for %s already. Take that one away first.".formatted(policy.kind(), scope));
        }
        if (rows.countByWorkspaceId(workspace.value()) >= MAX_PER_WORKSPACE) {
            throw Refusal.of(
                    Refusal.Kind.CONFLICT,
                    "too-many-rules",
                    "A workspace has at most " + MAX_PER_WORKSPACE + " rules. One with a * may do for several.");
        }
        TagRule rule = candidate(seat, scope, policy);
        rows.save(new TagRuleRow(workspace, rule));
        news.publishEvent(seat.did(AuditAction.RULE_CREATE, scope.toString(), policy.words()));
        return rule;
    }

    /** @throws Refusal FORBIDDEN, NOT_FOUND */
    @Transactional
    public void remove(Seat seat, RuleId id) {
        seat.require(Permission.MANAGE_RULES);
        TagRuleRow row = rows.findByIdAndWorkspaceId(
                        id.value(), seat.workspace().id().value())
                .orElseThrow(Refusal::notFound);
        rows.delete(row);
        TagRule rule = row.toRule();
        news.publishEvent(seat.did(
                AuditAction.RULE_DELETE, rule.scope().toString(), rule.policy().words()));
    }

    /** Protects one tag; one that a rule protects already stays as it is. */
    @Transactional
    public void protect(Seat seat, RepositoryName repository, TagName tag) {
        seat.require(Permission.MANAGE_RULES);
        if (guard(seat.workspace().id()).protecting(repository, tag).isEmpty()) {
            add(seat, TagScope.of(repository, tag), new Protection());
        }
    }

    /**
     * Takes one tag's protection away.
     *
     * @throws Refusal CONFLICT when a rule with a pattern protects it, which protects others, too
     */
    @Transactional
    public void unprotect(Seat seat, RepositoryName repository, TagName tag) {
        seat.require(Permission.MANAGE_RULES);
        WorkspaceId workspace = seat.workspace().id();
        list(workspace).stream()
                .filter(rule -> rule.policy() instanceof Protection && rule.isOnlyFor(repository, tag))
                .forEach(rule -> remove(seat, rule.id()));
        guard(workspace).protecting(repository, tag).ifPresent(rule -> {
            throw Refusal.of(
                    Refusal.Kind.CONFLICT,
                    "protected-by-pattern",
                    "The rule %s protects this tag and others. Change it under Settings, Rules."
                            .formatted(rule.scope()));
        });
    }

    /** A rule as it would be, which is not kept. */
    TagRule candidate(Seat seat, TagScope scope, TagPolicy policy) {
        return new TagRule(
                RuleId.random(),
                scope,
                policy,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                seat.caller().user().name());
    }

    TagGuard guard(WorkspaceId workspace) {
        return new TagGuard(list(workspace));
    }
}
