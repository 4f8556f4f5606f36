package dev.slipway.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.database.Fixtures;
import dev.slipway.database.OnBothDatabases;
import dev.slipway.image.RepositoryName;
import dev.slipway.oci.Digest;
import dev.slipway.paging.PageRequest;
import dev.slipway.workspace.Workspace;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The queue as the database keeps it, on both databases. */
@OnBothDatabases(
        rooms = {"audit", "account", "workspace"},
        with = {Fixtures.class, PushRows.class, PushNews.class, PushQueue.class, PushedImages.class})
class PushQueueTest {

    private static final Digest BLOB = Digest.of("blob");

    @Autowired
    private PushRows rows;

    @Autowired
    private PushQueue queue;

    @Autowired
    private PushedImages pushed;

    @Autowired
    private Fixtures fixtures;

    @Autowired
    private JdbcClient jdbc;

    private Workspace acme;

    @BeforeEach
    void makeWorkspace() {
        acme = fixtures.workspace("acme");
    }

    @Test
    void oneWorkspacesManyDoNotHoldUpAnothersFirst() {
        for (int i = 0; i < 6; i++) {
            queued(acme, "app" + i, i);
        }
        Push other = queued(fixtures.workspace("other"), "app", 100);

        queue.take("w");
        assertThat(queue.take("w")).map(Push::id).contains(other.id());
        assertThat(queue.take("w")).isPresent();
        assertThat(queue.take("w")).isPresent();
        assertThat(queue.take("w")).isPresent();
        assertThat(queue.take("w")).as("four of one workspace run already").isEmpty();
    }

    @Test
    void whatAWorkerLeftGoesOnWithWhatItHadBroughtThere() {
        Push push = queued(acme, "app", 0);
        Push taken = queue.take("gone").orElseThrow();
        PushProgress progress = new PushProgress(taken.layers(), Map.of(), () -> {});
        progress.sending(BLOB, 70);
        progress.uploading(BLOB, "http://registry/upload?state=1");
        assertThat(queue.save(taken, progress)).isTrue();

        queue.putBackAbandoned(Optional.of("gone"));
        assertThat(queue.save(taken, progress)).as("of the worker that lost it").isFalse();
        Push again = queue.take("next").orElseThrow();

        assertThat(again.id()).isEqualTo(push.id());
        assertThat(again.attempts()).isEqualTo(2);
        assertThat(again.layers().getFirst().sent()).isEqualTo(70);
        assertThat(queue.uploads(again)).containsEntry(BLOB, "http://registry/upload?state=1");
        queue.end(taken, progress, PushStatus.SUCCEEDED, Optional.empty());
        assertThat(rows.find(push.id())).map(Push::status).contains(PushStatus.RUNNING);
    }

    @Test
    void aSilentWorkersPushIsTakenOverWhenItsLeaseHasEnded() {
        Push push = queued(acme, "app", 0);
        Push taken = queue.take("silent").orElseThrow();
        queue.putBackAbandoned(Optional.of("another"));
        assertThat(rows.find(push.id())).map(Push::status).contains(PushStatus.RUNNING);
        jdbc.sql("update push set lease_until = current_timestamp - interval '1' second")
                .update();

        queue.putBackAbandoned(Optional.empty());

        assertThat(rows.find(push.id())).map(Push::status).contains(PushStatus.QUEUED);
        assertThat(queue.keep(taken)).isFalse();
    }

    @Test
    void aPushThatTakesItsWorkerDownIsNotBegunForEver() {
        Push push = queued(acme, "app", 0);
        queue.take("w");
        jdbc.sql("update push set attempts = 20").update();

        queue.putBackAbandoned(Optional.of("w"));

        Push ended = rows.find(push.id()).orElseThrow();
        assertThat(ended.status()).isEqualTo(PushStatus.FAILED);
        assertThat(ended.error().orElse("")).contains("stopped 20 times");
    }

    @Test
    void anEndedPushIsRetriedOnceAndAnotherOneNot() {
        Push push = queued(acme, "app", 0);
        Push taken = queue.take("w").orElseThrow();
        assertThat(rows.retry(push.id(), "jo", Optional.empty(), Instant.now())).isFalse();
        queue.end(
                taken,
                new PushProgress(taken.layers(), Map.of(), () -> {}),
                PushStatus.FAILED,
                Optional.of("It broke."));

        assertThat(rows.retry(push.id(), "jo", Optional.empty(), Instant.now())).isTrue();
        assertThat(rows.retry(push.id(), "jo", Optional.empty(), Instant.now())).isFalse();

        Push again = rows.find(push.id()).orElseThrow();
        assertThat(again.status()).isEqualTo(PushStatus.QUEUED);
        assertThat(again.error()).isEmpty();
        assertThat(again.actor()).isEqualTo("jo");
    }

    @Test
    void anImageIsNeededUntilItHasArrived() {
        Push push = queued(acme, "app", 0);

        assertThat(whoNeeds(acme, push)).contains("a push to registry.example.com/team/app:1 that has not ended");
        assertThat(whoNeeds(fixtures.workspace("other"), push)).isEmpty();
        Push taken = queue.take("w").orElseThrow();
        assertThat(whoNeeds(acme, push)).isPresent();
        queue.end(taken, new PushProgress(taken.layers(), Map.of(), () -> {}), PushStatus.SUCCEEDED, Optional.empty());
        assertThat(whoNeeds(acme, push)).isEmpty();
    }

    private Optional<String> whoNeeds(Workspace workspace, Push push) {
        return pushed.whoNeeds(workspace.id(), push.repository(), push.digest());
    }

    @Test
    void blobsAreLookedForWhereThisWorkspaceBroughtThem() {
        Push first = queued(acme, "one", 0);
        Push taken = queue.take("w").orElseThrow();
        queue.end(taken, new PushProgress(taken.layers(), Map.of(), () -> {}), PushStatus.SUCCEEDED, Optional.empty());
        Push second = queued(acme, "two", 1);
        Push foreign = queued(fixtures.workspace("other"), "two", 2);

        assertThat(queue.elsewhere(second)).containsExactly(Map.entry(BLOB, "team/one"));
        assertThat(queue.elsewhere(foreign)).isEmpty();
        assertThat(queue.elsewhere(first)).isEmpty();
    }

    @Test
    void theListIsPagedAndTheOldestEndedAreForgotten() {
        for (int i = 0; i < 5; i++) {
            queued(acme, "app" + i, i);
        }
        for (int i = 0; i < 3; i++) {
            Push taken = queue.take("w").orElseThrow();
            queue.end(
                    taken, new PushProgress(taken.layers(), Map.of(), () -> {}), PushStatus.FAILED, Optional.of("no"));
        }

        List<Push> page = rows.list(acme.id(), PushFilter.ALL, Long.MAX_VALUE, new PageRequest(2, null));
        assertThat(page).hasSize(3).isSortedAccordingTo((a, b) -> Long.compare(b.number(), a.number()));
        assertThat(rows.list(
                        acme.id(),
                        new PushFilter(Optional.of(new RepositoryName("app3")), Optional.empty()),
                        Long.MAX_VALUE,
                        PageRequest.first()))
                .hasSize(1);
        rows.keepNewest(acme.id(), 3);
        assertThat(rows.list(acme.id(), PushFilter.ALL, Long.MAX_VALUE, PageRequest.first()))
                .extracting(Push::status)
                .containsExactly(PushStatus.QUEUED, PushStatus.QUEUED, PushStatus.FAILED);
    }

    private Push queued(Workspace workspace, String name, long second) {
        Push push = new Push(
                PushId.random(),
                0,
                workspace.id(),
                new RepositoryName(name),
                Digest.of("image"),
                Destination.parse("/destinations/0", "registry.example.com/team/" + name + ":1"),
                Optional.empty(),
                PushStatus.QUEUED,
                "mara",
                Instant.parse("2026-01-02T03:04:05Z").plusSeconds(second),
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                List.of(PushLayer.waiting(BLOB, 100)),
                Optional.empty());
        rows.insert(push);
        return rows.find(push.id()).orElseThrow();
    }
}
