package dev.slipway.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.account.User;
import dev.slipway.build.Build;
import dev.slipway.build.BuildId;
import dev.slipway.build.BuildNumber;
import dev.slipway.build.BuildRequest;
import dev.slipway.build.BuildStatus;
import dev.slipway.build.LeasesOnly;
import dev.slipway.build.PublishedImage;
import dev.slipway.build.TagsRefusedException;
import dev.slipway.database.Fixtures;
import dev.slipway.database.OnBothDatabases;
import dev.slipway.oci.Digest;
import dev.slipway.oci.Platform;
import dev.slipway.paging.PageRequest;
import dev.slipway.project.ProjectId;
import dev.slipway.project.ProjectName;
import dev.slipway.project.Revision;
import dev.slipway.refusal.Refusal;
import dev.slipway.registry.Manifest;
import dev.slipway.workspace.Role;
import dev.slipway.workspace.Seat;
import dev.slipway.workspace.Workspace;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@OnBothDatabases(
        rooms = {"audit", "account", "workspace", "image"},
        with = {Fixtures.class, LeasesOnly.class, Store.Processes.class, Store.class})
class RegistryShelfTest {

    private static final RepositoryName APP = new RepositoryName("app");

    @Autowired
    Store store;

    @Autowired
    ImageStore images;

    @Autowired
    RegistryShelf shelf;

    @Autowired
    Images shown;

    @Autowired
    Tags tags;

    @Autowired
    TagRules rules;

    @Autowired
    TagIntentRows intents;

    @Autowired
    StoreReconciliation reconciliation;

    @Autowired
    Fixtures fixtures;

    @Autowired
    JdbcClient jdbc;

    Workspace acme;
    User developer;

    @BeforeEach
    void aWorkspace() {
        acme = fixtures.workspace("acme");
        developer = fixtures.seat(acme, Role.DEVELOPER).caller().user();
    }

    @Test
    void theTagsOfABuildMoveTogether() throws Exception {
        Manifest image = store.push(acme, "app", "one");
        Build build = running(14);

        PublishedImage published =
                shelf.publish(build, image.digest(), List.of("app:v1", "app:latest", "team/mirror:v1"));

        assertThat(published.platforms()).containsExactly(Platform.parse("linux/arm64/v8"));
        assertThat(published.tags()).containsExactly("app:v1", "app:latest", "team/mirror:v1");
        for (String repository : List.of("app", "team/mirror")) {
            assertThat(store.client().resolve(Store.upstream(acme, repository), "v1"))
                    .contains(image.digest());
            Tag tag = shown.tag(acme.id(), new RepositoryName(repository), new TagName("v1"));
            assertThat(tag.build()).contains(build.number());
            assertThat(tag.actor()).contains(developer.name());
            assertThat(tag.size()).isEqualTo(published.size()).isPositive();
        }
        assertThat(shown.history(acme.id(), APP, new TagName("v1")))
                .singleElement()
                .satisfies(move -> {
                    assertThat(move.reason()).isEqualTo("build #14");
                    assertThat(move.to()).contains(image.digest());
                });
        assertThat(shown.image(acme.id(), APP, image.digest()).build()).contains(build.number());
        assertThat(intents.count()).isZero();
    }

    @Test
    void anImageWithoutTagsIsOnTheShelfUnderItsDigest() throws Exception {
        Manifest image = store.push(acme, "app", "untagged");

        shelf.publish(running(1), image.digest(), List.of());

        assertThat(shown.image(acme.id(), APP, image.digest()).tags()).isEmpty();
    }

    @Test
    void aBuildThatWasGivenUpMovesNoTag() throws Exception {
        Manifest image = store.push(acme, "app", "late");
        Build build = running(2);
        jdbc.sql("update build set epoch = 2").update();

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> shelf.publish(build, image.digest(), List.of("app:v1")))
                .extracting(Refusal::code)
                .isEqualTo("build-lost");

        assertThat(store.client().resolve(Store.upstream(acme, "app"), "v1")).isEmpty();
        assertThat(intents.count()).isZero();
    }

    @Test
    void whenOneTagCannotMoveNoneHas() throws Exception {
        Manifest old = store.push(acme, "app", "old");
        shelf.publish(running(3), old.digest(), List.of("app:v1"));
        Manifest fresh = store.push(acme, "app", "fresh");
        // A file where the store wants a folder: it can't take anything for this repository.
        Files.createFile(images.folder(acme.id()).resolve("zzz"));

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(
                        () -> shelf.publish(running(4), fresh.digest(), List.of("app:v1", "app:brand-new", "zzz:v1")))
                .extracting(Refusal::code)
                .isEqualTo("not-published");

        assertThat(store.client().resolve(Store.upstream(acme, "app"), "v1")).contains(old.digest());
        assertThat(store.client().resolve(Store.upstream(acme, "app"), "brand-new"))
                .isEmpty();
        assertThat(shown.tag(acme.id(), APP, new TagName("v1")).digest()).isEqualTo(old.digest());
        assertThat(shown.history(acme.id(), APP, new TagName("v1"))).hasSize(1);
        assertThat(intents.count()).isZero();
    }

    @Test
    void aBuildWhoseTagIsProtectedKeepsItsImageByDigestAndMovesNothing() throws Exception {
        Manifest old = store.push(acme, "app", "old");
        shelf.publish(running(11), old.digest(), List.of("app:v1"));
        rules.protect(fixtures.seat(acme, Role.MAINTAINER), APP, new TagName("v1"));
        Manifest fresh = store.push(acme, "app", "fresh");

        assertThatExceptionOfType(TagsRefusedException.class)
                .isThrownBy(
                        () -> shelf.publish(running(12), fresh.digest(), List.of("app:latest", "app:v1", "mirror:v1")))
                .withMessageContaining("The tag v1 of app is protected")
                .withMessageContaining("the image is kept as app@" + fresh.digest());

        assertThat(shown.image(acme.id(), APP, fresh.digest()).build()).contains(new BuildNumber(12));
        assertThat(shown.image(acme.id(), APP, fresh.digest()).tags()).isEmpty();
        assertThat(store.client().resolve(Store.upstream(acme, "app"), "v1")).contains(old.digest());
        assertThat(store.client().resolve(Store.upstream(acme, "app"), "latest"))
                .isEmpty();
        assertThat(shown.repositories(acme.id(), PageRequest.first()).items()).hasSize(1);
        assertThat(intents.count()).isZero();
        assertThat(shelf.publish(running(13), old.digest(), List.of("app:v1")).tags())
                .as("what it names already")
                .containsExactly("app:v1");
    }

    @Test
    void anImageThatWasNeverPushedIsATrueError() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> shelf.publish(running(5), Digest.of("nothing"), List.of("app:v1")))
                .extracting(Refusal::code)
                .isEqualTo("image-not-pushed");
    }

    @Test
    void afterAKillAHalfDonePublicationIsTakenBack() throws Exception {
        Manifest old = store.push(acme, "app", "old");
        shelf.publish(running(6), old.digest(), List.of("app:v1"));
        Manifest half = store.push(acme, "app", "half");
        intents.save(new TagIntentRow(acme.id(), APP, new TagName("v1"), half.digest()));
        intents.save(new TagIntentRow(acme.id(), APP, new TagName("brand-new"), half.digest()));
        store.client().putManifest(Store.upstream(acme, "app"), "v1", half);
        store.client().putManifest(Store.upstream(acme, "app"), "brand-new", half);

        reconciliation.run();

        assertThat(store.client().resolve(Store.upstream(acme, "app"), "v1")).contains(old.digest());
        assertThat(store.client().resolve(Store.upstream(acme, "app"), "brand-new"))
                .isEmpty();
        assertThat(shown.tag(acme.id(), APP, new TagName("v1")).digest()).isEqualTo(old.digest());
        assertThat(intents.count()).isZero();
    }

    @Test
    void whatTheStoreHasAndTheTablesDoNotIsWrittenDown() throws Exception {
        Manifest image = store.push(acme, "app", "found");
        store.client().putManifest(Store.upstream(acme, "app"), "v1", image);

        reconciliation.run();

        assertThat(shown.tag(acme.id(), APP, new TagName("v1")).digest()).isEqualTo(image.digest());
        assertThat(shown.history(acme.id(), APP, new TagName("v1")))
                .extracting(TagMove::reason)
                .containsExactly(StoreReconciliation.FOUND);
        store.client().deleteManifest(Store.upstream(acme, "app"), "v1");

        reconciliation.run();

        assertThat(shown.tags(acme.id(), APP, PageRequest.first()).items()).isEmpty();
        assertThat(shown.history(acme.id(), APP, new TagName("v1")).getFirst().reason())
                .isEqualTo(StoreReconciliation.MISSING);
    }

    @Test
    void aTagIsMovedRevertedAndDeletedByHand() throws Exception {
        Manifest one = store.push(acme, "app", "one");
        Manifest two = store.push(acme, "app", "two");
        shelf.publish(running(8), one.digest(), List.of("app:v1"));
        shelf.publish(running(9), two.digest(), List.of("app:v1"));
        Seat developerSeat = fixtures.seat(acme, Role.DEVELOPER);
        TagName tag = new TagName("v1");

        assertThat(tags.revert(developerSeat, APP, tag, one.digest(), "").digest())
                .isEqualTo(one.digest());
        assertThat(store.client().resolve(Store.upstream(acme, "app"), "v1")).contains(one.digest());
        assertThat(tags.move(developerSeat, APP, new TagName("stable"), two.digest(), "it held for a week")
                        .digest())
                .isEqualTo(two.digest());
        assertThat(shown.history(acme.id(), APP, new TagName("stable"))
                        .getFirst()
                        .reason())
                .isEqualTo("it held for a week");
        assertRefused("role-too-low", () -> tags.delete(developerSeat, APP, tag));
        tags.delete(fixtures.seat(acme, Role.MAINTAINER), APP, tag);
        assertThat(store.client().resolve(Store.upstream(acme, "app"), "v1")).isEmpty();
        assertThat(store.client()
                        .resolve(Store.upstream(acme, "app"), one.digest().toString()))
                .contains(one.digest());
        assertRefused("not-found", () -> tags.delete(fixtures.seat(acme, Role.MAINTAINER), APP, tag));
        assertRefused("not-in-history", () -> tags.revert(developerSeat, APP, tag, Digest.of("never there"), ""));
    }

    @Test
    void theStoreComesBackAfterAKillWithWhatItHad() throws Exception {
        Manifest image = store.push(acme, "app", "durable");
        shelf.publish(running(10), image.digest(), List.of("app:v1"));
        long killed = store.pid();

        ProcessHandle.of(killed).orElseThrow().destroyForcibly();
        ProcessHandle.of(killed).ifPresent(handle -> handle.onExit().join());
        store.awaitReady();

        assertThat(store.pid()).isNotEqualTo(killed);
        assertThat(store.client().resolve(Store.upstream(acme, "app"), "v1")).contains(image.digest());
    }

    private static void assertRefused(String code, ThrowingCallable call) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(call)
                .extracting(Refusal::code)
                .isEqualTo(code);
    }

    /** A build whose worker holds its lease. */
    private Build running(long number) {
        Instant now = Instant.parse("2026-01-02T03:04:05Z");
        BuildId id = new BuildId(UUID.randomUUID());
        jdbc.sql("""
                        insert into build (id, workspace, project, project_name, number, revision, status, request, actor,
                          actor_name, priority, queued_at, cancel_asked, epoch)
                        values (:id, :workspace, :id, 'app', :number, :revision, 'running', '{}', :actor, :actorName, 0, :now,
                          false, 1)""")
                .param("id", id.value())
                .param("workspace", acme.id().value())
                .param("number", number)
                .param("revision", "0".repeat(40))
                .param("actor", developer.id().value())
                .param("actorName", developer.name())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        return new Build(
                id,
                new BuildNumber(number),
                acme.id(),
                new ProjectId(UUID.randomUUID()),
                new ProjectName("app"),
                new Revision("0".repeat(40)),
                BuildStatus.RUNNING,
                BuildRequest.ofNewest(),
                developer.id(),
                developer.name(),
                now,
                Optional.of(now),
                Optional.empty(),
                1,
                false,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
