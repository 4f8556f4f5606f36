package dev.slipway.web.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.account.Caller;
import dev.slipway.image.Retention;
import dev.slipway.image.RetentionPlan;
import dev.slipway.image.RuleId;
import dev.slipway.image.TagName;
import dev.slipway.image.TagPolicy;
import dev.slipway.image.TagRule;
import dev.slipway.image.TagRules;
import dev.slipway.image.TagScope;
import dev.slipway.paging.Page;
import dev.slipway.refusal.Refusal;
import dev.slipway.web.Fields;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Rules about tags: protection, immutability, retention. */
@RestController
@RequestMapping("/api/v1/workspaces/{ws}/rules")
class RulesController {

    private final Access access;
    private final TagRules rules;
    private final Retention retention;

    RulesController(Access access, TagRules rules, Retention retention) {
        this.access = access;
        this.rules = rules;
        this.retention = retention;
    }

    /** {@code repositories} and {@code tags} are patterns; all of them when left out. */
    record RuleRequest(
            @Nullable String kind,
            @Nullable String repositories,
            @Nullable String tags,
            @Nullable Integer keepNewest,
            @Nullable Integer keepDays,
            @Nullable Integer untaggedDays) {

        TagScope scope() {
            return new TagScope(
                    Optional.ofNullable(repositories).orElse(TagScope.EVERY),
                    Optional.ofNullable(tags).orElse(TagScope.EVERY));
        }

        TagPolicy policy() {
            return switch (Fields.required("/kind", kind)) {
                case TagPolicy.Protection.KIND -> new TagPolicy.Protection();
                case TagPolicy.Immutability.KIND -> new TagPolicy.Immutability();
                case TagPolicy.Retention.KIND ->
                    new TagPolicy.Retention(
                            Optional.ofNullable(keepNewest),
                            Optional.ofNullable(keepDays),
                            Optional.ofNullable(untaggedDays));
                default ->
                    throw Refusal.invalid("/kind", "unknown-word", "Use one of protection, immutability, retention.");
            };
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RuleJson(
            String id,
            String kind,
            String repositories,
            String tags,
            @Nullable Integer keepNewest,
            @Nullable Integer keepDays,
            @Nullable Integer untaggedDays,
            Instant createdAt,
            String actor) {

        static RuleJson of(TagRule rule) {
            Optional<TagPolicy.Retention> retention =
                    rule.policy() instanceof TagPolicy.Retention policy ? Optional.of(policy) : Optional.empty();
            return new RuleJson(
                    rule.id().toString(),
                    rule.policy().kind(),
                    rule.scope().repositories(),
                    rule.scope().tags(),
                    retention.flatMap(TagPolicy.Retention::keepNewest).orElse(null),
                    retention.flatMap(TagPolicy.Retention::keepDays).orElse(null),
                    retention.flatMap(TagPolicy.Retention::untaggedDays).orElse(null),
                    rule.createdAt(),
                    rule.actor());
        }
    }

    /** What a rule would do now; nothing is changed. */
    record PreviewJson(List<ItemJson> removes, List<ItemJson> keeps) {

        static PreviewJson of(RetentionPlan plan) {
            return new PreviewJson(
                    plan.removes().stream().map(ItemJson::of).toList(),
                    plan.keeps().stream().map(ItemJson::of).toList());
        }
    }

    /** A tag, or an image without one. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ItemJson(String repository, @Nullable String tag, String digest, Instant since, String reason) {

        static ItemJson of(RetentionPlan.Item item) {
            return new ItemJson(
                    item.repository().value(),
                    item.tag().map(TagName::value).orElse(null),
                    item.digest().toString(),
                    item.since(),
                    item.reason());
        }
    }

    @GetMapping
    Page<RuleJson> list(Caller caller, @PathVariable String ws) {
        return Page.whole(rules.list(
                        access.enter(caller, ws, Permission.VIEW).workspace().id()))
                .map(RuleJson::of);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    RuleJson add(Caller caller, @PathVariable String ws, @RequestBody RuleRequest request) {
        Seat seat = access.enter(caller, ws, Permission.MANAGE_RULES);
        return RuleJson.of(rules.add(seat, request.scope(), request.policy()));
    }

    @PostMapping("/preview")
    PreviewJson preview(Caller caller, @PathVariable String ws, @RequestBody RuleRequest request) {
        Seat seat = access.enter(caller, ws, Permission.MANAGE_RULES);
        return PreviewJson.of(retention.preview(seat, request.scope(), request.policy()));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(Caller caller, @PathVariable String ws, @PathVariable String id) {
        Seat seat = access.enter(caller, ws, Permission.MANAGE_RULES);
        rules.remove(seat, RuleId.find(id).orElseThrow(Refusal::notFound));
    }
}
