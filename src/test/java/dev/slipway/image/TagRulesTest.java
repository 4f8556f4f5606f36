package dev.slipway.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.build.LeasesOnly;
import dev.slipway.database.Fixtures;
import dev.slipway.database.OnBothDatabases;
import dev.slipway.image.TagPolicy.Immutability;
import dev.slipway.image.TagPolicy.Protection;
import dev.slipway.oci.Digest;
import dev.slipway.refusal.Refusal;
import dev.slipway.registry.Manifest;
import dev.slipway.workspace.Role;
import dev.slipway.workspace.Seat;
import dev.slipway.workspace.Workspace;
import dev.slipway.workspace.WorkspaceId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@OnBothDatabases(
        rooms = {"audit", "account", "workspace", "image"},
        with = {Fixtures.class, LeasesOnly.class, Store.Processes.class, Store.class, TagRulesTest.SomebodyAbove.class})
class TagRulesTest {

    private static final RepositoryName APP = new RepositoryName("app");
    private static final TagName V1 = new TagName("v1");
    private static final TagName LATEST = new TagName("latest");

    @Autowired
    Store store;

    @Autowired
    Manifests manifests;

    @Autowired
    Images images;

    @Autowired
    Tags tags;

    @Autowired
    TagRules rules;

    @Autowired
    Retention retention;

    @Autowired
    StoreReconciliation reconciliation;

    @Autowired
    SomebodyAbove somebody;

    @Autowired
    Fixtures fixtures;

    @Autowired
    JdbcClient jdbc;

    Workspace acme;
    Seat developer;
    Seat maintainer;

    /** Needs what the test says. */
    static class SomebodyAbove implements ImageNeed {

        final Set<Digest> needed = new HashSet<>();

        @Override
        public Optional<String> whoNeeds(WorkspaceId workspace, RepositoryName repository, Digest digest) {
            return needed.contains(digest) ? Optional.of("a share link of build #14") : Optional.empty();
        }
    }

    @BeforeEach
    void aTeam() {
        somebody.needed.clear();
        acme = fixtures.workspace("acme");
        developer = fixtures.seat(acme, Role.DEVELOPER);
        maintainer = fixtures.seat(acme, Role.MAINTAINER);
    }

    @Test
    void aProtectedTagStaysUntilAMaintainerLetsItGo() throws Exception {
        Manifest one = push("one", "v1");
        Manifest two = push("two", "latest");
        rules.protect(maintainer, APP, V1);
        rules.protect(maintainer, APP, V1);

        assertThat(images.tag(acme.id(), APP, V1).isProtected()).isTrue();
        assertThat(images.tag(acme.id(), APP, LATEST).isProtected()).isFalse();
        assertRefused("tag-protected", () -> tags.move(developer, APP, V1, two.digest(), ""));
        assertRefused("tag-protected", () -> tags.move(maintainer, APP, V1, two.digest(), ""));
        assertRefused("tag-protected", () -> tags.delete(maintainer, APP, V1));
        assertRefused("tag-protected", () -> tags.deleteImage(maintainer, APP, one.digest()));
        assertRefused("role-too-low", () -> rules.unprotect(developer, APP, V1));
        assertThat(inStore("v1")).contains(one.digest());

        rules.unprotect(maintainer, APP, V1);
        assertThat(tags.move(developer, APP, V1, two.digest(), "").digest()).isEqualTo(two.digest());
    }

    @Test
    void aTagThatAPatternProtectsIsNotLetGoAlone() throws Exception {
        push("one", "v1");
        TagRule rule = rules.add(maintainer, new TagScope("*", "v*"), new Protection());

        assertRefused("protected-by-pattern", () -> rules.unprotect(maintainer, APP, V1));
        assertRefused("rule-exists", () -> rules.add(maintainer, new TagScope("*", "v*"), new Protection()));
        rules.remove(maintainer, rule.id());
        assertRefused("not-found", () -> rules.remove(maintainer, rule.id()));
        assertThat(images.tag(acme.id(), APP, V1).isProtected()).isFalse();
    }

    @Test
    void anImmutableTagNeverNamesAnotherImage() throws Exception {
        Manifest one = push("one", "v1");
        Manifest two = push("two", "latest");
        rules.add(maintainer, new TagScope("app", "v*"), new Immutability());

        assertRefused("tag-immutable", () -> tags.move(maintainer, APP, V1, two.digest(), ""));
        tags.delete(maintainer, APP, V1);
        assertRefused("tag-immutable", () -> tags.move(maintainer, APP, V1, two.digest(), ""));
        assertThat(tags.revert(developer, APP, V1, one.digest(), "").isImmutable())
                .isTrue();
        tags.move(developer, APP, new TagName("v2"), two.digest(), "");
    }

    @Test
    void aRuleOfOneWorkspaceBindsNoOther() throws Exception {
        Workspace other = fixtures.workspace("other");
        Seat there = fixtures.seat(other, Role.OWNER);
        TagRule theirs = rules.add(there, new TagScope("*", "*"), new Protection());
        push("one", "v1");
        push("two", "v1");

        assertThat(rules.list(acme.id())).isEmpty();
        assertRefused("not-found", () -> rules.remove(maintainer, theirs.id()));
        assertThat(rules.list(other.id())).containsExactly(theirs);
    }

    @Test
    void whatClientsKeepAboutAnImageMovesUnderEveryRule() throws Exception {
        Manifest one = push("one", "v1");
        String name = "sha256-" + one.digest().hex();
        rules.add(maintainer, new TagScope("*", "*"), new Protection());
        rules.add(maintainer, new TagScope("*", "*"), new Immutability());

        push("about one", name);
        push("more about one", name + ".sig");
        push("still more about one", name);
        tags.delete(maintainer, APP, new TagName(name));
    }

    @Test
    void anImageThatIsNeededStaysAndSaysByWhat() throws Exception {
        Manifest one = push("one", "v1");
        tags.move(developer, APP, LATEST, one.digest(), "");
        Manifest two = push("two", "v2");
        somebody.needed.add(two.digest());

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> tags.deleteImage(maintainer, APP, one.digest()))
                .withMessageContaining("the tags latest, v1");
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> tags.deleteImage(maintainer, APP, two.digest()))
                .withMessageContaining("a share link of build #14");
        tags.delete(maintainer, APP, LATEST);
        tags.delete(maintainer, APP, new TagName("v2"));
        assertThat(store.client()
                        .resolve(Store.upstream(acme, "app"), two.digest().toString()))
                .contains(two.digest());
        tags.deleteImage(maintainer, APP, one.digest());
        assertThat(inStore("v1")).isEmpty();
        assertRefused("not-found", () -> images.image(acme.id(), APP, one.digest()));
        assertRefused("not-found", () -> tags.deleteImage(maintainer, APP, one.digest()));
    }

    @Test
    void platformsGoWithTheirImageAndNotBefore() throws Exception {
        Manifest amd = pushPart("for amd64");
        Manifest arm = pushPart("for arm64");
        Manifest all = pushIndex("multi", amd, arm);
        Manifest fewer = pushIndex("one-of-them", arm);

        assertRefused("image-needed", () -> tags.deleteImage(maintainer, APP, amd.digest()));
        assertThat(images.untagged(acme.id(), APP, 10)).isEmpty();
        assertThat(images.repository(acme.id(), APP).images()).isEqualTo(2);
        tags.deleteImage(maintainer, APP, all.digest());

        assertThat(inStore(amd.digest().toString())).isEmpty();
        assertThat(inStore(arm.digest().toString())).contains(arm.digest());
        assertThat(images.image(acme.id(), APP, fewer.digest()).tags()).hasSize(1);
    }

    @Test
    void whatAnOldIndexNamesIsWrittenDownAtTheNextStart() throws Exception {
        Manifest amd = pushPart("for amd64");
        pushIndex("multi", amd);
        jdbc.sql("delete from image_part").update();

        reconciliation.run();

        assertRefused("image-needed", () -> tags.deleteImage(maintainer, APP, amd.digest()));
    }

    @Test
    void retentionTakesOldTagsAndLeavesWhatIsNeeded() throws Exception {
        Manifest kept = push("protected", "v0");
        rules.protect(maintainer, APP, new TagName("v0"));
        for (int i = 1; i <= 4; i++) {
            push("release " + i, "v" + i);
        }
        push("other", "latest");
        age("v0", 50);
        age("v1", 40);
        age("v2", 30);
        age("v3", 20);
        age("v4", 10);
        TagScope scope = new TagScope("*", "v*");
        TagPolicy.Retention newestTwo = retention(Optional.of(2), Optional.empty(), Optional.empty());

        RetentionPlan plan = retention.preview(maintainer, scope, newestTwo);

        assertThat(plan.removes())
                .extracting(item -> item.tag().orElseThrow().value())
                .containsExactly("v2", "v1");
        assertThat(plan.keeps()).singleElement().satisfies(item -> {
            assertThat(item.digest()).isEqualTo(kept.digest());
            assertThat(item.reason()).isEqualTo("protected by the rule app:v0");
        });
        assertThat(rules.list(acme.id())).hasSize(1);
        assertThat(images.tag(acme.id(), APP, V1)).isNotNull();

        rules.add(maintainer, scope, newestTwo);
        retention.run(acme.id());

        assertThat(inStore("v1")).isEmpty();
        assertThat(inStore("v2")).isEmpty();
        for (String there : List.of("v0", "v3", "v4", "latest")) {
            assertThat(inStore(there)).isPresent();
        }
        assertThat(images.history(acme.id(), APP, V1).getFirst().reason()).isEqualTo("retention: the rule *:v*");
        assertThat(images.deletedTags(acme.id(), APP)).containsExactlyInAnyOrder(V1, new TagName("v2"));
    }

    @Test
    void aTagStaysWhenOneOfItsRulesKeepsIt() throws Exception {
        push("one", "v1");
        push("two", "v2");
        age("v1", 5);
        rules.add(maintainer, new TagScope("*", "*"), retention(Optional.of(1), Optional.empty(), Optional.empty()));
        rules.add(maintainer, new TagScope("app", "v*"), retention(Optional.empty(), Optional.of(7), Optional.empty()));

        assertThat(retention.plan(acme.id()).removes()).isEmpty();
        age("v1", 8);
        assertThat(retention.plan(acme.id()).removes()).hasSize(1);
    }

    @Test
    void imagesWithoutATagGoWhenTheirTimeHasCome() throws Exception {
        Manifest old = push("old", "v1");
        Manifest linked = push("linked", "v2");
        tags.move(developer, APP, V1, linked.digest(), "");
        tags.delete(maintainer, APP, V1);
        tags.delete(maintainer, APP, new TagName("v2"));
        somebody.needed.add(linked.digest());
        TagPolicy.Retention untagged = retention(Optional.empty(), Optional.empty(), Optional.of(7));
        rules.add(maintainer, new TagScope("*", "*"), untagged);

        assertThat(retention.plan(acme.id()).removes()).isEmpty();
        jdbc.sql("update image set pushed_at = :at").param("at", daysAgo(9)).update();
        assertThat(retention.plan(acme.id()).removes())
                .as("it lost its tag just now")
                .isEmpty();
        jdbc.sql("update tag_move set moved_at = :at").param("at", daysAgo(8)).update();

        RetentionPlan plan = retention.plan(acme.id());
        assertThat(plan.removes()).extracting(RetentionPlan.Item::digest).containsExactly(old.digest());
        assertThat(plan.keeps())
                .extracting(RetentionPlan.Item::reason)
                .containsExactly("needed by a share link of build #14");
        retention.run(acme.id());

        assertThat(inStore(old.digest().toString())).isEmpty();
        assertThat(inStore(linked.digest().toString())).isPresent();
    }

    @Test
    void aRuleSaysWhatItWantsWithinLimits() {
        assertRefused("invalid-pattern", () -> new TagScope("App", "*"));
        assertRefused("invalid-pattern", () -> new TagScope("*", "a b"));
        assertRefused("invalid-pattern", () -> new TagScope("*", "x".repeat(129)));
        assertRefused("retention-keeps-nothing", () -> retention(Optional.empty(), Optional.empty(), Optional.empty()));
        assertRefused("number-out-of-range", () -> retention(Optional.of(0), Optional.empty(), Optional.empty()));
        assertRefused("number-out-of-range", () -> retention(Optional.empty(), Optional.of(3651), Optional.empty()));
        assertRefused("role-too-low", () -> rules.add(developer, new TagScope("*", "*"), new Immutability()));
        assertRefused("role-too-low", () -> retention.preview(developer, new TagScope("*", "*"), new Protection()));
    }

    private static TagPolicy.Retention retention(
            Optional<Integer> keepNewest, Optional<Integer> keepDays, Optional<Integer> untaggedDays) {
        return new TagPolicy.Retention(keepNewest, keepDays, untaggedDays);
    }

    private Manifest push(String text, String tag) throws Exception {
        Manifest manifest = store.push(acme, "app", text);
        put(tag, manifest);
        return manifest;
    }

    private Manifest pushPart(String text) throws Exception {
        Manifest manifest = store.push(acme, "app", text);
        put(manifest.digest().toString(), manifest);
        return manifest;
    }

    private Manifest pushIndex(String tag, Manifest... parts) throws Exception {
        List<String> entries = Arrays.stream(parts)
                .map(part -> "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                        .formatted(part.mediaType(), part.digest(), part.size()))
                .toList();
        String json = "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":["
                + String.join(",", entries) + "]}";
        Manifest index = new Manifest("application/vnd.oci.image.index.v1+json", json.getBytes(StandardCharsets.UTF_8));
        put(tag, index);
        return index;
    }

    private void put(String reference, Manifest manifest) throws Exception {
        try (StoreAnswer answer = manifests.put(
                developer,
                APP,
                ManifestReference.find(reference).orElseThrow(),
                manifest.mediaType(),
                manifest.content())) {
            assertThat(answer.status()).isEqualTo(201);
        }
    }

    private Optional<Digest> inStore(String reference) throws Exception {
        return store.client().resolve(Store.upstream(acme, "app"), reference);
    }

    private void age(String tag, int days) {
        jdbc.sql("update tag set updated_at = :at where name = :tag")
                .param("at", daysAgo(days))
                .param("tag", tag)
                .update();
    }

    private static OffsetDateTime daysAgo(int days) {
        return Instant.now().minus(Duration.ofDays(days)).atOffset(ZoneOffset.UTC);
    }

    private static void assertRefused(String code, ThrowingCallable call) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(call)
                .extracting(Refusal::code)
                .isEqualTo(code);
    }
}
