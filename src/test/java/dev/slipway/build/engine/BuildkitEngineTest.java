package dev.slipway.build.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.build.Build;
import dev.slipway.build.BuildEvent;
import dev.slipway.build.BuildFilter;
import dev.slipway.build.BuildLog;
import dev.slipway.build.BuildRequest;
import dev.slipway.build.BuildStatus;
import dev.slipway.build.BuildStep;
import dev.slipway.build.Builds;
import dev.slipway.build.Compression;
import dev.slipway.build.LineRange;
import dev.slipway.build.LogChunk;
import dev.slipway.build.PlainLog;
import dev.slipway.database.Fixtures;
import dev.slipway.database.OnBothDatabases;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Whole builds: queue, worker, a real buildkitd, a real registry. */
@OnBothDatabases(with = {Fixtures.class, TestRegistry.class})
class BuildkitEngineTest {

    private static final Author AUTHOR = new Author("Ann", "ann");
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Path BUSYBOX = Path.of("/bin/busybox");

    @Autowired
    private Fixtures fixtures;

    @Autowired
    private Projects projects;

    @Autowired
    private Builds builds;

    @Autowired
    private BuildLog log;

    @Autowired
    private Daemons daemons;

    @Autowired
    private TestRegistry registry;

    private @Nullable Seat entered;

    @BeforeEach
    void enter() {
        entered = fixtures.seat(fixtures.workspace("acme"), Role.OWNER);
    }

    private Seat seat() {
        return Objects.requireNonNull(entered);
    }

    @Test
    void aDockerfileBecomesAnImageAndItsLogIsComplete() throws Exception {
        Project project = project("app", Map.of("Dockerfile", """
                FROM scratch
                COPY --chmod=755 busybox /bin/busybox
                ARG GREETING=hi
                RUN ["/bin/busybox", "sh", "-c", "echo $GREETING; echo oops >&2; printf 'no end'"]
                CMD ["/bin/busybox", "sh"]
                """));

        Build build = await(builds.submit(
                seat(),
                project,
                BuildRequest.builder()
                        .tag("app:v1")
                        .arg("GREETING", "grüß dich 🚢")
                        .build()));

        assertThat(build.error()).isEmpty();
        assertThat(build.status()).isEqualTo(BuildStatus.SUCCEEDED);
        assertThat(build.image().orElseThrow().tags()).containsExactly("app:v1");
        assertThat(registry.manifest("app", build.image().orElseThrow().digest()))
                .contains("tar+zstd");
        assertThat(lines(build)).contains("grüß dich 🚢", "oops", "no end");
        assertThat(build.steps())
                .extracting(BuildStep::state)
                .contains(BuildStep.State.DONE)
                .doesNotContain(BuildStep.State.STARTED);
        BuildStep run = build.steps().stream()
                .filter(step -> step.name().contains("RUN"))
                .findFirst()
                .orElseThrow();
        assertThat(run.line()).contains(4);
        assertThat(Files.readString(log.stepOutput(build.id(), run.number()).orElseThrow()))
                .contains("grüß dich 🚢\n")
                .contains("oops\n")
                .contains("no end");
        assertThat(Files.readString(PlainLog.rendering(log, build)))
                .containsPattern("#\\d+ \\[2/2] RUN ")
                .containsPattern("#\\d+ \\d+\\.\\d{3} grüß dich 🚢\n")
                .containsPattern("#\\d+ DONE \\d+\\.\\ds\n");
    }

    @Test
    void aSecondBuildOfTheSameComesFromTheCache() throws Exception {
        Project project =
                project("cached", Map.of("Dockerfile", "FROM scratch\nCOPY --chmod=755 busybox /bin/busybox\n"));

        Build first = await(builds.submit(seat(), project, BuildRequest.ofNewest()));
        Build second = await(builds.retry(seat(), project, first));

        assertThat(second.status()).isEqualTo(BuildStatus.SUCCEEDED);
        assertThat(second.retryOf()).contains(first.number());
        assertThat(second.image().orElseThrow().digest())
                .isEqualTo(first.image().orElseThrow().digest());
        assertThat(second.steps())
                .filteredOn(step -> step.name().contains("COPY"))
                .extracting(BuildStep::state)
                .containsExactly(BuildStep.State.CACHED);
    }

    @Test
    void aFailedStepNamesItsLineAndExitCode() throws Exception {
        Project project = project(
                "broken",
                Map.of(
                        "Dockerfile",
                        "FROM scratch\nCOPY --chmod=755 busybox /bin/busybox\nRUN [\"/bin/busybox\", \"sh\", \"-c\", \\\n  \"echo before; exit 3\"]\n"));

        Build build = await(builds.submit(seat(), project, BuildRequest.ofNewest()));

        assertThat(build.status()).isEqualTo(BuildStatus.FAILED);
        assertThat(build.error()).hasValueSatisfying(error -> {
            assertThat(error.exitCode()).contains(3);
            assertThat(error.ranges()).containsExactly(new LineRange(3, 4));
            assertThat(error.message()).contains("exit code: 3").doesNotStartWith("failed to solve");
            assertThat(build.steps().get(error.step().orElseThrow() - 1).state())
                    .isEqualTo(BuildStep.State.FAILED);
        });
        assertThat(lines(build)).contains("before");
    }

    @Test
    void aMistakeInTheDockerfileNamesItsLine() throws Exception {
        Project project = project("typo", Map.of("Dockerfile", "FROM scratch\nRUM make\n"));

        Build build = await(builds.submit(seat(), project, BuildRequest.ofNewest()));

        assertThat(build.status()).isEqualTo(BuildStatus.FAILED);
        assertThat(build.error().orElseThrow().message()).contains("unknown instruction: RUM");
        assertThat(build.error().orElseThrow().ranges()).containsExactly(new LineRange(2, 2));
    }

    @Test
    void cancelStopsARunningStepWithinASecond() throws Exception {
        Project project = project("slow", Map.of("Dockerfile", sleeping(600)));
        Build build = builds.submit(seat(), project, BuildRequest.ofNewest());
        awaitLog(build, text -> text.contains("asleep"));

        long begun = System.nanoTime();
        builds.cancel(seat(), build);
        Build ended = await(build);

        assertThat(ended.status()).isEqualTo(BuildStatus.CANCELLED);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        assertThat(ended.steps())
                .extracting(BuildStep::state)
                .contains(BuildStep.State.CANCELLED)
                .doesNotContain(BuildStep.State.STARTED);
    }

    @Test
    void aKilledDaemonFailsTheBuildWithATrueSentenceAndTheNextOneWorks() throws Exception {
        Project project = project("killed", Map.of("Dockerfile", sleeping(600)));
        Build build = builds.submit(seat(), project, BuildRequest.ofNewest());
        awaitLog(build, text -> text.contains("asleep"));

        long pid = daemons.of(seat().workspace().id()).pid().orElseThrow();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        Build ended = await(build);
        assertThat(ended.status()).isEqualTo(BuildStatus.FAILED);
        assertThat(ended.error().orElseThrow().message())
                .startsWith("The build engine stopped while it ran this build.");
        Project other = project("next", Map.of("Dockerfile", "FROM scratch\nCOPY --chmod=755 busybox /bin/busybox\n"));
        assertThat(await(builds.submit(seat(), other, BuildRequest.ofNewest())).status())
                .isEqualTo(BuildStatus.SUCCEEDED);
    }

    @Test
    void aDamagedCacheIsSetAside() throws Exception {
        Project project =
                project("damaged", Map.of("Dockerfile", "FROM scratch\nCOPY --chmod=755 busybox /bin/busybox\n"));
        await(builds.submit(seat(), project, BuildRequest.ofNewest()));
        Daemon daemon = daemons.of(seat().workspace().id());
        daemon.stop();
        Files.writeString(daemon.folder().resolve("state/runc-overlayfs/metadata_v2.db"), "no database");

        Build build = await(builds.submit(seat(), project, BuildRequest.ofNewest()));

        assertThat(build.status()).isEqualTo(BuildStatus.SUCCEEDED);
        assertThat(daemon.folder().resolve("state.damaged")).isDirectory();
    }

    @Test
    void contextIgnoreFileTargetLabelsAndCompressionAreHonoured() throws Exception {
        Project project = project(
                "options",
                Map.of(
                        "docker/Dockerfile",
                        """
                FROM scratch AS first
                COPY . /all/
                FROM first AS second
                COPY never /never
                """,
                        "web/kept.txt",
                        "kept",
                        "web/secret.env",
                        "secret",
                        "web/.dockerignore",
                        "*.env\n"));

        Build build = await(builds.submit(
                seat(),
                project,
                BuildRequest.builder()
                        .dockerfile("docker/Dockerfile")
                        .context("web")
                        .target("first")
                        .labels(Map.of("org.example.team", "acme"))
                        .compression(Compression.GZIP)
                        .tag("team/options:1")
                        .build()));

        assertThat(build.error()).isEmpty();
        String manifest =
                registry.manifest("team/options", build.image().orElseThrow().digest());
        assertThat(manifest).contains("tar+gzip").doesNotContain("zstd");
        assertThat(registry.blob(
                        "team/options", manifest.replaceAll("(?s).*\"config\":[^}]*(sha256:[0-9a-f]{64}).*", "$1")))
                .contains("\"org.example.team\":\"acme\"");
    }

    @Test
    void aStepHasANetworkOfItsOwn() throws Exception {
        Project project = project(
                "net",
                Map.of(
                        "Dockerfile",
                        "FROM scratch\nCOPY --chmod=755 busybox /bin/busybox\nRUN [\"/bin/busybox\", \"sh\", \"-c\", \"busybox ip addr\"]\n"));

        Build build = await(builds.submit(
                seat(), project, BuildRequest.builder().noCache(true).build()));

        assertThat(build.error()).isEmpty();
        assertThat(String.join("\n", lines(build))).contains("inet 10.89.");
    }

    @Test
    void aForeignFrontendIsNotRunAndReservedArgumentsAreRefused() throws Exception {
        Project project = project(
                "syntax",
                Map.of(
                        "Dockerfile",
                        "# syntax=registry.invalid/evil/frontend:1\nFROM scratch\nCOPY --chmod=755 busybox /bin/busybox\n"));

        assertThat(await(builds.submit(seat(), project, BuildRequest.ofNewest()))
                        .status())
                .isEqualTo(BuildStatus.SUCCEEDED);
        assertThatThrownBy(() ->
                        BuildRequest.builder().arg("BUILDKIT_SYNTAX", "evil").build())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("set by Slipway");
    }

    @Test
    void warningsOfTheLinterAreKept() throws Exception {
        Project project = project(
                "lint",
                Map.of(
                        "Dockerfile",
                        "from scratch\nCOPY --chmod=755 busybox /bin/busybox\nRUN [\"/bin/busybox\", \"true\"]\n"));

        Build build = await(builds.submit(seat(), project, BuildRequest.ofNewest()));

        assertThat(build.warnings()).anySatisfy(warning -> {
            assertThat(warning.rule()).isEqualTo("ConsistentInstructionCasing");
            assertThat(warning.ranges()).containsExactly(new LineRange(1, 1));
        });
    }

    @Test
    void aProjectWithoutDockerfileIsRefusedBeforeItIsQueued() throws Exception {
        Project project = project("none", Map.of("readme.txt", "nothing to build"));

        assertThatThrownBy(() -> builds.submit(seat(), project, BuildRequest.ofNewest()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("There is no file Dockerfile");
        assertThat(builds.list(seat().workspace().id(), BuildFilter.all(), PageRequest.first())
                        .items())
                .isEmpty();
    }

    private static String sleeping(int seconds) {
        return "FROM scratch\nCOPY --chmod=755 busybox /bin/busybox\nRUN [\"/bin/busybox\", \"sh\", \"-c\", \"echo asleep; busybox sleep %d\"]\n"
                .formatted(seconds);
    }

    private Project project(String name, Map<String, String> files) throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            Map<String, byte[]> all = new LinkedHashMap<>();
            files.forEach((path, text) -> all.put(path, text.getBytes(StandardCharsets.UTF_8)));
            all.put("busybox", Files.readAllBytes(BUSYBOX));
            for (Map.Entry<String, byte[]> file : all.entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue());
            }
        }
        Project project = projects.create(
                seat().workspace().id(), new NewProject(new ProjectName(name), "", Optional.empty()), AUTHOR);
        projects.importArchive(project, new ByteArrayInputStream(zip.toByteArray()), AUTHOR, "");
        return project;
    }

    private Build await(Build build) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Build now = builds.find(build.workspace(), build.number());
            if (now.status().isFinal()) {
                return now;
            }
            assertThat(System.nanoTime()).as("%s ends in time", now.status()).isLessThan(until);
            Thread.sleep(20);
        }
    }

    private void awaitLog(Build build, Predicate<String> wanted) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!wanted.test(String.join("\n", lines(build)))) {
            assertThat(System.nanoTime()).as("the log comes in time").isLessThan(until);
            Thread.sleep(20);
        }
    }

    private List<String> lines(Build build) {
        List<String> lines = new ArrayList<>();
        LogChunk chunk = log.read(build.id(), 0, 500);
        while (!chunk.events().isEmpty()) {
            for (BuildEvent event : chunk.events()) {
                if (event instanceof BuildEvent.Log line) {
                    lines.add(line.text());
                }
            }
            chunk = log.read(build.id(), chunk.next(), 500);
        }
        return lines;
    }
}
