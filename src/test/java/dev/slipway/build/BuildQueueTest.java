package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.build.log.LogWriter;
import dev.slipway.database.Fixtures;
import dev.slipway.database.OnBothDatabases;
import dev.slipway.news.Subscription;
import dev.slipway.oci.Digest;
import dev.slipway.oci.Platform;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.project.Author;
import dev.slipway.project.NewProject;
import dev.slipway.project.Project;
import dev.slipway.project.ProjectName;
import dev.slipway.project.Projects;
import dev.slipway.refusal.Refusal;
import dev.slipway.workspace.Role;
import dev.slipway.workspace.Seat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** The queue, with workers that the test plays. */
@OnBothDatabases(
        with = Fixtures.class,
        properties = {"slipway.build.worker=false", "slipway.build.lease=1s", "slipway.build.queue-limit=4"})
class BuildQueueTest {

    private static final Author AUTHOR = new Author("Ann", "ann");

    @Autowired
    private Fixtures fixtures;

    @Autowired
    private Projects projects;

    @Autowired
    private Builds builds;

    @Autowired
    private BuildQueue queue;

    @Autowired
    private BuildLeases leases;

    @Autowired
    private BuildLog log;

    @Autowired
    private BuildNews news;

    @Autowired
    private TransactionTemplate transaction;

    @Test
    void buildsAreCountedPerWorkspaceAndLeaveTheQueueInOrder() throws IOException {
        Desk acme = desk("acme");
        Desk other = desk("other");

        assertThat(acme.submit().number()).isEqualTo(new BuildNumber(1));
        Build second = acme.submit();
        assertThat(second.number()).isEqualTo(new BuildNumber(2));
        assertThat(second.position()).contains(1);
        assertThat(other.submit().number()).isEqualTo(new BuildNumber(1));

        assertThat(queue.take("w").orElseThrow().number()).isEqualTo(new BuildNumber(1));
    }

    @Test
    void numbersStayUniqueWhenManyAskAtOnce() throws Exception {
        List<Desk> desks = new ArrayList<>();
        for (String name : List.of("one", "two", "three")) {
            desks.add(desk(name));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Callable<Build>> calls = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                Desk desk = desks.get(i % 3);
                calls.add(desk::submit);
            }
            for (Future<Build> future : threads.invokeAll(calls)) {
                assertThat(future.get().status()).isEqualTo(BuildStatus.QUEUED);
            }
        }
        for (Desk desk : desks) {
            assertThat(desk.list().items())
                    .extracting(build -> build.number().value())
                    .containsExactly(4L, 3L, 2L, 1L);
        }
    }

    @Test
    void noTwoWorkersTakeTheSameBuild() throws Exception {
        Desk acme = desk("acme");
        for (int i = 0; i < 4; i++) {
            acme.submit();
        }
        List<Build> taken = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Optional<Build>>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String worker = "w" + i;
                calls.add(() -> queue.take(worker));
            }
            for (Future<Optional<Build>> future : threads.invokeAll(calls)) {
                future.get().ifPresent(taken::add);
            }
        }
        while (true) {
            Optional<Build> rest = queue.take("late");
            if (rest.isEmpty()) {
                break;
            }
            taken.add(rest.get());
        }

        assertThat(taken).extracting(build -> build.number().value()).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
        assertThat(taken).allMatch(build -> build.status() == BuildStatus.RUNNING && build.epoch() == 1);
    }

    @Test
    void oneWorkspacesQueueDoesNotHoldUpAnothers() throws IOException {
        Desk busy = desk("busy");
        for (int i = 0; i < 4; i++) {
            busy.submit();
        }
        queue.take("w");
        Desk late = desk("late");
        late.submit();

        assertThat(queue.take("w").orElseThrow().workspace())
                .isEqualTo(late.seat.workspace().id());
    }

    @Test
    void aHigherPriorityLeavesFirst() throws IOException {
        Desk acme = desk("acme");
        acme.submit();
        Build urgent = builds.submit(
                acme.seat, acme.project, BuildRequest.builder().priority(5).build());

        assertThat(urgent.position()).contains(0);
        assertThat(queue.take("w").orElseThrow().number()).isEqualTo(urgent.number());
    }

    @Test
    void aFullQueueIsRefusedWithTheLimit() throws IOException {
        Desk acme = desk("acme");
        for (int i = 0; i < 4; i++) {
            acme.submit();
        }

        assertThatThrownBy(acme::submit).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.kind()).isEqualTo(Refusal.Kind.TOO_MANY);
            assertThat(refusal.sentence()).contains("4 builds");
            assertThat(refusal.retryAfter()).isPresent();
        });
        assertThat(acme.list().items()).hasSize(4);
    }

    @Test
    void aQueuedBuildIsCancelledAtOnceAndItsLogEnds() throws IOException {
        Desk acme = desk("acme");
        Build build = builds.cancel(acme.seat, acme.submit());

        assertThat(build.status()).isEqualTo(BuildStatus.CANCELLED);
        assertThat(build.endedAt()).isPresent();
        assertThat(queue.take("w")).isEmpty();
        assertThat(log.read(build.id(), 0, 10).events())
                .singleElement()
                .isInstanceOfSatisfying(
                        BuildEvent.Ended.class,
                        ended -> assertThat(ended.status()).isEqualTo(BuildStatus.CANCELLED));
    }

    @Test
    void aSilentWorkersBuildIsInterruptedAndWhatItStillWritesIsRefused() throws Exception {
        Desk acme = desk("acme");
        acme.submit();
        Build taken = queue.take("silent").orElseThrow();
        LogWriter writer = log.write(taken.id());
        BuildProgress progress = new BuildProgress(writer, () -> {});
        progress.begin(Instant.now(), "[1/1] RUN make", Optional.of(2));
        progress.abandon();
        Thread.sleep(1_500);

        queue.interruptExpired();

        Build given = acme.find(taken);
        assertThat(given.status()).isEqualTo(BuildStatus.INTERRUPTED);
        assertThat(given.error().orElseThrow().message()).contains("stopped answering");
        assertThat(given.steps()).singleElement().satisfies(step -> {
            assertThat(step.name()).isEqualTo("[1/1] RUN make");
            assertThat(step.state()).isEqualTo(BuildStep.State.CANCELLED);
        });
        assertThat(log.isComplete(taken.id())).isTrue();
        assertThat(queue.keep(taken)).isFalse();
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> leases.hold(taken)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("its tags stay where they were");
        queue.end(taken, succeeded(), new BuildProgress(log.write(taken.id()), () -> {}));
        assertThat(acme.find(taken).status()).isEqualTo(BuildStatus.INTERRUPTED);
    }

    @Test
    void aWorkerThatKeepsItsLeaseIsLeftAlone() throws Exception {
        Desk acme = desk("acme");
        acme.submit();
        Build taken = queue.take("alive").orElseThrow();
        for (int i = 0; i < 4; i++) {
            Thread.sleep(400);
            assertThat(queue.keep(taken)).isTrue();
            queue.interruptExpired();
        }

        assertThat(acme.find(taken).status()).isEqualTo(BuildStatus.RUNNING);
        transaction.executeWithoutResult(status -> leases.hold(taken));
    }

    @Test
    void aRestartedWorkerGivesUpWhatItRanBeforeAndTheQueueGoesOn() throws IOException {
        Desk acme = desk("acme");
        acme.submit();
        acme.submit();
        Build running = queue.take("node").orElseThrow();

        queue.interruptThoseOf("node");

        assertThat(acme.find(running).status()).isEqualTo(BuildStatus.INTERRUPTED);
        assertThat(acme.find(running).error().orElseThrow().message()).startsWith("Slipway was restarted");
        assertThat(queue.take("node").orElseThrow().number()).isEqualTo(new BuildNumber(2));
    }

    @Test
    void theEndIsKeptWithItsImageAndANewsIsTold() throws IOException {
        Desk acme = desk("acme");
        List<BuildStatus> told = new ArrayList<>();
        try (Subscription subscription =
                news.subscribe(acme.seat.workspace().id(), changed -> told.add(changed.status()))) {
            assertThat(subscription).isNotNull();
            acme.submit();
            Build taken = queue.take("w").orElseThrow();
            queue.end(taken, succeeded(), new BuildProgress(log.write(taken.id()), () -> {}));

            Build ended = acme.find(taken);
            assertThat(ended.status()).isEqualTo(BuildStatus.SUCCEEDED);
            assertThat(ended.image().orElseThrow().size()).isEqualTo(42);
            assertThat(ended.steps()).hasSize(1);
        }
        assertThat(told).containsExactly(BuildStatus.QUEUED, BuildStatus.RUNNING, BuildStatus.SUCCEEDED);
    }

    @Test
    void retryIsANewBuildOfTheSameCommitAndOptions() throws IOException {
        Desk acme = desk("acme");
        Build first = builds.submit(
                acme.seat,
                acme.project,
                BuildRequest.builder()
                        .tag("app:v1")
                        .arg("A", "1")
                        .target("build")
                        .build());
        assertThatThrownBy(() -> builds.retry(acme.seat, acme.project, first))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("still queued");
        Build cancelled = builds.cancel(acme.seat, first);

        Build again = builds.retry(acme.seat, acme.project, cancelled);

        assertThat(again.number()).isEqualTo(new BuildNumber(2));
        assertThat(again.request()).isEqualTo(cancelled.request());
        assertThat(again.revision()).isEqualTo(first.revision());
        assertThat(again.retryOf()).contains(first.number());
    }

    @Test
    void listsFilterAndTurnPages() throws IOException {
        Desk acme = desk("acme");
        Build tagged = builds.submit(
                acme.seat, acme.project, BuildRequest.builder().tag("app:v1").build());
        builds.cancel(acme.seat, acme.submit());
        acme.submit();

        assertThat(acme.list().items()).hasSize(3);
        assertThat(acme.list(new BuildFilter(
                                Optional.empty(),
                                Optional.of(BuildStatus.CANCELLED),
                                Optional.empty(),
                                Optional.empty()))
                        .items())
                .hasSize(1);
        assertThat(acme.list(new BuildFilter(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(ImageTag.parse("app:v1")),
                                Optional.empty()))
                        .items())
                .extracting(Build::number)
                .containsExactly(tagged.number());
        Page<Build> page = builds.list(acme.seat.workspace().id(), BuildFilter.all(), new PageRequest(2, null));
        assertThat(page.items()).hasSize(2);
        Page<Build> next = builds.list(acme.seat.workspace().id(), BuildFilter.all(), new PageRequest(2, page.next()));
        assertThat(next.items()).extracting(Build::number).containsExactly(new BuildNumber(1));
        assertThat(next.next()).isNull();
    }

    @Test
    void onlyAnEndedBuildIsDeletedAndItsLogGoesWithIt() throws IOException {
        Desk acme = desk("acme");
        Build build = acme.submit();
        assertThatThrownBy(() -> builds.delete(acme.seat, build)).isInstanceOf(Refusal.class);
        builds.cancel(acme.seat, build);

        builds.delete(acme.seat, build);

        assertThatThrownBy(() -> acme.find(build)).isInstanceOf(Refusal.class);
        assertThat(log.open(build.id(), 0)).isEmpty();
    }

    @Test
    void aBuildOfAnotherWorkspaceIsNotThere() throws IOException {
        Desk acme = desk("acme");
        Desk other = desk("other");
        Build build = acme.submit();

        assertThatThrownBy(() -> builds.cancel(other.seat, build)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> builds.submit(other.seat, acme.project, BuildRequest.ofNewest()))
                .isInstanceOf(Refusal.class);
        assertThat(acme.find(build).status()).isEqualTo(BuildStatus.QUEUED);
    }

    private static BuildResult succeeded() {
        BuildStep step = new BuildStep(
                1, "[1/1] COPY", BuildStep.State.DONE, Instant.now(), 5, Optional.of(2), Optional.empty());
        return new BuildResult(
                BuildStatus.SUCCEEDED,
                List.of(step),
                List.of(),
                Optional.of(new PublishedImage(
                        Digest.of("image"), "app", List.of("app:v1"), 42, List.of(Platform.LINUX_AMD64))),
                Optional.empty());
    }

    /** A workspace with an owner and a project. */
    private final class Desk {

        private final Seat seat;
        private final Project project;

        Desk(Seat seat, Project project) {
            this.seat = seat;
            this.project = project;
        }

        Build submit() {
            return builds.submit(seat, project, BuildRequest.ofNewest());
        }

        Build find(Build build) {
            return builds.find(build.workspace(), build.number());
        }

        Page<Build> list() {
            return list(BuildFilter.all());
        }

        Page<Build> list(BuildFilter filter) {
            return builds.list(seat.workspace().id(), filter, PageRequest.first());
        }
    }

    private Desk desk(String workspace) throws IOException {
        Seat seat = fixtures.seat(fixtures.workspace(workspace), Role.OWNER);
        Project project = projects.create(
                seat.workspace().id(), new NewProject(new ProjectName("app"), "", Optional.empty()), AUTHOR);
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("Dockerfile"));
            out.write("FROM scratch\n".getBytes(StandardCharsets.UTF_8));
        }
        projects.importArchive(project, new ByteArrayInputStream(zip.toByteArray()), AUTHOR, "");
        return new Desk(seat, project);
    }
}
