package dev.slipway.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.buildkit.type.BuildRecord;
import dev.slipway.buildkit.type.CacheEntry;
import dev.slipway.buildkit.type.Exporter;
import dev.slipway.buildkit.type.HistoryEvent;
import dev.slipway.buildkit.type.HistoryQuery;
import dev.slipway.buildkit.type.PruneRequest;
import dev.slipway.buildkit.type.SolveFailedException;
import dev.slipway.buildkit.type.SolveRequest;
import dev.slipway.buildkit.type.UsageRecord;
import dev.slipway.oci.Platform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ControlTest {

    @RegisterExtension
    private static final OwnDaemon DAEMON = new OwnDaemon();

    @TempDir
    private Path folder;

    private Kitchen kitchen;

    @BeforeEach
    void openKitchen() throws IOException {
        kitchen = Kitchen.in(folder, DAEMON.client());
    }

    @Test
    void whatABuildLeavesIsListedAndPruned() throws Exception {
        kitchen.steps("RUN --mount=type=cache,target=/c echo pruned > /c/x\n");
        kitchen.build(SolveRequest.dockerfile());
        assertThat(DAEMON.client().diskUsage("type==exec.cachemount"))
                .isNotEmpty()
                .allSatisfy(record -> assertThat(record.type()).isEqualTo("exec.cachemount"));
        List<UsageRecord> removed = new ArrayList<>();

        DAEMON.client().prune(PruneRequest.UNUSED.withFilter("type==exec.cachemount"), removed::add);

        assertThat(removed)
                .isNotEmpty()
                .allSatisfy(record -> assertThat(record.description()).startsWith("cached mount /c"));
        assertThat(DAEMON.client().diskUsage("type==exec.cachemount")).isEmpty();
        assertThat(DAEMON.client().diskUsage()).isNotEmpty();

        DAEMON.client().prune(PruneRequest.UNUSED.withAll(), removed::add);

        assertThat(DAEMON.client().diskUsage()).isEmpty();
    }

    @Test
    void theHistoryKeepsABuildWithItsLog() throws Exception {
        kitchen.steps("RUN echo remembered\n");
        Solve solve = DAEMON.client()
                .start(
                        SolveRequest.dockerfile()
                                .noCache()
                                .buildArgument("A", "b")
                                .exporter(Exporter.image())
                                .build(),
                        kitchen.session(),
                        status -> {});
        solve.await();
        BuildHistory history = DAEMON.client().history();

        Kitchen.await(() -> history.find(solve.ref()).isPresent());
        BuildRecord record = history.find(solve.ref()).orElseThrow();
        history.replay(solve.ref(), kitchen::hear);
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        history.copy(record.logs().orElseThrow().digest(), log);

        assertThat(record.attributes()).containsEntry("build-arg:A", "b");
        assertThat(record.error()).isEmpty();
        assertThat(record.completed()).isPresent();
        assertThat(record.steps().total()).isPositive();
        assertThat(record.results().values())
                .anySatisfy(results -> assertThat(results.images()).isNotEmpty());
        assertThat(kitchen.output()).contains("remembered");
        assertThat(log.size()).isEqualTo((int) record.logs().orElseThrow().size());
        history.completeTrace(solve.ref());
        history.pin(solve.ref(), true);
        assertThat(history.find(solve.ref()).orElseThrow().pinned()).isTrue();
        history.delete(solve.ref());
        assertThat(history.find(solve.ref())).isEmpty();
    }

    @Test
    void recordsAreExportedAndReadWithoutADaemon() throws Exception {
        kitchen.steps("RUN echo kept in a file\n");
        List<String> refs = new ArrayList<>();
        for (String exporter : List.of("first", "second")) {
            Solve solve = DAEMON.client()
                    .start(
                            SolveRequest.dockerfile()
                                    .noCache()
                                    .label("which", exporter)
                                    .platforms(List.of(Platform.LINUX_AMD64))
                                    .provenance("mode=max")
                                    .cacheFrom(CacheEntry.s3("nowhere", "bucket", "name")
                                            .with("secret_access_key", "hush"))
                                    .exporter(Exporter.image())
                                    .build(),
                            kitchen.session(),
                            status -> {});
            solve.await();
            refs.add(solve.ref());
        }
        Kitchen.await(() -> refs.stream()
                .allMatch(ref -> DAEMON.client().history().find(ref).isPresent()));
        Path file = folder.resolve("both.dockerbuild");
        try (OutputStream out = Files.newOutputStream(file)) {
            DAEMON.client().history().export(refs, out);
        }

        try (BuildArchive archive = BuildArchive.open(file)) {
            assertThat(archive.records()).extracting(BuildRecord::ref).containsExactlyElementsOf(refs);
            BuildRecord record = archive.records().getFirst();
            BuildRecord original =
                    DAEMON.client().history().find(refs.getFirst()).orElseThrow();
            archive.replay(record, kitchen::hear);
            ByteArrayOutputStream attestation = new ByteArrayOutputStream();
            archive.copy(
                    record.results()
                            .values()
                            .iterator()
                            .next()
                            .attestations()
                            .getFirst()
                            .digest(),
                    attestation);

            assertThat(kitchen.output()).contains("kept in a file");
            assertThat(record.attributes()).containsEntry("label:which", "first");
            assertThat(record.attributes().toString()).doesNotContain("hush");
            assertThat(record.steps()).isEqualTo(original.steps());
            assertThat(record.created()).isEqualTo(original.created());
            assertThat(record.results()).isEqualTo(original.results());
            assertThat(attestation.toString(StandardCharsets.UTF_8)).contains("buildType");
        }
        assertThatThrownBy(() -> BuildArchive.open(Path.of("/bin/busybox")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("busybox is no archive of builds");
    }

    @Test
    void theHistoryIsFilteredAndFollowed() throws Exception {
        List<HistoryEvent> events = new CopyOnWriteArrayList<>();
        BuildHistory history = DAEMON.client().history();
        Thread follower = Thread.ofVirtual().start(() -> {
            try {
                history.follow(HistoryQuery.ALL, events::add);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        kitchen.steps("RUN echo fails; exit 3\n");

        assertThatThrownBy(() -> kitchen.build(SolveRequest.dockerfile().noCache()))
                .isInstanceOf(SolveFailedException.class);

        Kitchen.await(() -> events.stream()
                .anyMatch(event -> event.kind() == HistoryEvent.Kind.COMPLETE
                        && event.build().error().isPresent()));
        assertThat(events).anyMatch(event -> event.kind() == HistoryEvent.Kind.STARTED);
        assertThat(history.list(HistoryQuery.ALL.filter("status==error").newest(1)))
                .singleElement()
                .satisfies(record -> assertThat(record.error().orElseThrow()).contains("exit code: 3"));
        assertThat(history.list(HistoryQuery.ALL.running())).isEmpty();
        follower.interrupt();
        follower.join();
    }
}
