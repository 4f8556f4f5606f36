package dev.slipway.image;

import dev.slipway.oci.Digest;
import dev.slipway.refusal.Refusal;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import dev.slipway.workspace.WorkspaceId;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Cleans up by a workspace's retention rules. A tag that several rules cover stays when one of them keeps it; what a protected
 * tag, another image, a build's link or a push needs stays in any case.
 */
@Service
public class Retention {

    /** Most images without a tag that one round looks at in one repository. */
    private static final int MAX_UNTAGGED = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final TagRules rules;
    private final RepositoryRows repositories;
    private final RepositoryTables tables;
    private final RepositoryLock lock;
    private final Removal removal;
    private final ObjectProvider<ImageNeed> needs;
    private final Clock clock;

    Retention(
            TagRules rules,
            RepositoryRows repositories,
            RepositoryTables tables,
            RepositoryLock lock,
            Removal removal,
            ObjectProvider<ImageNeed> needs,
            Clock clock) {
        this.rules = rules;
        this.repositories = repositories;
        this.tables = tables;
        this.lock = lock;
        this.removal = removal;
        this.needs = needs;
        this.clock = clock;
    }

    /**
     * What would go and what would stay if the workspace had this rule, too. Nothing is changed.
     *
     * @throws Refusal FORBIDDEN
     */
    @Transactional(readOnly = true)
    public RetentionPlan preview(Seat seat, TagScope scope, TagPolicy policy) {
        seat.require(Permission.MANAGE_RULES);
        WorkspaceId workspace = seat.workspace().id();
        return switch (policy) {
            case TagPolicy.Retention retention -> {
                TagRule candidate = rules.candidate(seat, scope, retention);
                yield plan(
                        workspace,
                        new TagGuard(Stream.concat(rules.list(workspace).stream(), Stream.of(candidate))
                                .toList()));
            }
            case TagPolicy.Protection protection -> covered(workspace, scope, "would be protected");
            case TagPolicy.Immutability immutability -> covered(workspace, scope, "would be immutable");
        };
    }

    /** What retention will do in its next round. */
    @Transactional(readOnly = true)
    public RetentionPlan plan(WorkspaceId workspace) {
        return plan(workspace, rules.guard(workspace));
    }

    /** Cleans one workspace up; each repository in a transaction of its own, where everything is asked anew. */
    void run(WorkspaceId workspace) throws IOException {
        TagGuard guard = rules.guard(workspace);
        for (RepositoryRow repository : repositories.findByWorkspaceId(workspace.value())) {
            if (guard.retaining().stream().anyMatch(rule -> rule.scope().covers(repository.name()))) {
                lock.changeExisting(workspace, repository.name(), locked -> {
                    Finding finding = look(repository, guard);
                    for (RetentionPlan.Item item : finding.removes()) {
                        remove(workspace, locked, item);
                    }
                    return finding.removes().size();
                });
            }
        }
    }

    private void remove(WorkspaceId workspace, LockedRepository locked, RetentionPlan.Item item) throws IOException {
        Removal.Why why = new Removal.Why(Actor.STORE, "retention: " + item.reason());
        try {
            if (item.tag().isPresent()) {
                removal.tag(workspace, item.repository(), locked, item.tag().get(), why);
            } else if (!locked.isNeeded(item.digest())) {
                removal.image(workspace, item.repository(), locked, item.digest(), why);
            }
        } catch (Refusal refusal) {
            LOG.info("Retention left {} of {} alone: {}", item.digest(), item.repository(), refusal.sentence());
        }
    }

    private RetentionPlan covered(WorkspaceId workspace, TagScope scope, String words) {
        List<RetentionPlan.Item> keeps = repositories.findByWorkspaceId(workspace.value()).stream()
                .filter(repository -> scope.covers(repository.name()))
                .flatMap(repository -> tables.tags().findByRepositoryIdOrderByName(repository.id()).stream()
                        .filter(tag -> scope.covers(repository.name(), tag.name()))
                        .map(tag -> item(repository, tag, words)))
                .toList();
        return new RetentionPlan(List.of(), keeps);
    }

    private RetentionPlan plan(WorkspaceId workspace, TagGuard guard) {
        List<RetentionPlan.Item> removes = new ArrayList<>();
        List<RetentionPlan.Item> keeps = new ArrayList<>();
        for (RepositoryRow repository : repositories.findByWorkspaceId(workspace.value())) {
            Finding finding = look(repository, guard);
            removes.addAll(finding.removes());
            keeps.addAll(finding.keeps());
        }
        return new RetentionPlan(removes, keeps);
    }

    /** In one repository. */
    private record Finding(List<RetentionPlan.Item> removes, List<RetentionPlan.Item> keeps) {}

    private Finding look(RepositoryRow repository, TagGuard guard) {
        Finding finding = new Finding(new ArrayList<>(), new ArrayList<>());
        lookAtTags(repository, guard, finding);
        lookAtUntagged(repository, guard, finding);
        return finding;
    }

    private void lookAtTags(RepositoryRow repository, TagGuard guard, Finding finding) {
        List<TagRule> rulesAboutTags = guard.retaining().stream()
                .filter(rule -> retention(rule).isAboutTags())
                .toList();
        Instant now = clock.instant();
        Map<RuleId, Integer> newer = new HashMap<>();
        for (TagRow tag : newestFirst(repository)) {
            Optional<TagRule> lets = Optional.empty();
            Optional<TagRule> keeps = Optional.empty();
            for (TagRule rule : rulesAboutTags) {
                if (rule.scope().covers(repository.name(), tag.name())) {
                    int rank = newer.merge(rule.id(), 1, Integer::sum) - 1;
                    if (retention(rule).keeps(rank, tag.updatedAt(), now)) {
                        keeps = Optional.of(rule);
                    } else {
                        lets = lets.or(() -> Optional.of(rule));
                    }
                }
            }
            if (lets.isPresent()) {
                put(finding, whatKeeps(repository, tag, guard, keeps), item(repository, tag, because(lets.get())));
            }
        }
    }

    private List<TagRow> newestFirst(RepositoryRow repository) {
        return tables.tags().findByRepositoryIdOrderByName(repository.id()).stream()
                .sorted(Comparator.comparing(TagRow::updatedAt).reversed().thenComparing(TagRow::name))
                .toList();
    }

    private static Optional<String> whatKeeps(
            RepositoryRow repository, TagRow tag, TagGuard guard, Optional<TagRule> keeping) {
        return guard.protecting(repository.name(), tag.name())
                .map(rule -> "protected by the rule " + rule.scope())
                .or(() -> keeping.map(rule -> "kept by the rule " + rule.scope()));
    }

    private static RetentionPlan.Item item(RepositoryRow repository, TagRow tag, String reason) {
        return new RetentionPlan.Item(
                repository.name(), Optional.of(tag.name()), tag.digest(), tag.updatedAt(), reason);
    }

    private static String because(TagRule rule) {
        return "the rule " + rule.scope();
    }

    private void lookAtUntagged(RepositoryRow repository, TagGuard guard, Finding finding) {
        List<TagRule> about = guard.retaining().stream()
                .filter(rule -> retention(rule).untaggedDays().isPresent()
                        && rule.scope().covers(repository.name()))
                .toList();
        if (about.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        for (ImageRow image : tables.images().findUntagged(repository.id(), Limit.of(MAX_UNTAGGED))) {
            Instant since = untaggedSince(repository, image);
            if (about.stream().allMatch(rule -> !retention(rule).keepsUntagged(since, now))) {
                put(
                        finding,
                        need(repository, image.digest()),
                        new RetentionPlan.Item(
                                repository.name(), Optional.empty(), image.digest(), since, because(about.getFirst())));
            }
        }
    }

    private Instant untaggedSince(RepositoryRow repository, ImageRow image) {
        return tables.moves()
                .findLastLeft(repository.id(), image.digest().toString())
                .filter(left -> left.isAfter(image.pushedAt()))
                .orElse(image.pushedAt());
    }

    private Optional<String> need(RepositoryRow repository, Digest digest) {
        return needs.stream()
                .flatMap(need -> need.whoNeeds(repository.workspace(), repository.name(), digest).stream())
                .map(who -> "needed by " + who)
                .findFirst();
    }

    private static void put(Finding finding, Optional<String> kept, RetentionPlan.Item item) {
        kept.ifPresentOrElse(
                reason -> finding.keeps()
                        .add(new RetentionPlan.Item(
                                item.repository(), item.tag(), item.digest(), item.since(), reason)),
                () -> finding.removes().add(item));
    }

    private static TagPolicy.Retention retention(TagRule rule) {
        return (TagPolicy.Retention) rule.policy();
    }
}
