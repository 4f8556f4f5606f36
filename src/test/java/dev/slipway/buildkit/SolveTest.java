package dev.slipway.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.buildkit.session.Session;
import dev.slipway.buildkit.session.filesync.DirectorySource;
import dev.slipway.buildkit.session.filesync.FileSync;
import dev.slipway.buildkit.session.secrets.SecretsService;
import dev.slipway.buildkit.type.BuildkitUnavailableException;
import dev.slipway.buildkit.type.Exporter;
import dev.slipway.buildkit.type.LocalSource;
import dev.slipway.buildkit.type.SolveCancelledException;
import dev.slipway.buildkit.type.SolveFailedException;
import dev.slipway.buildkit.type.SolveRequest;
import dev.slipway.buildkit.type.SolveResult;
import dev.slipway.buildkit.type.SolveStatus;
import dev.slipway.buildkit.type.SourceEntry;
import dev.slipway.buildkit.type.SourceRange;
import dev.slipway.buildkit.type.VertexLog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SolveTest {

    @RegisterExtension
    private static final OwnDaemon DAEMON = new OwnDaemon();

    @TempDir
    private Path context;

    private final List<SolveStatus> progress = new CopyOnWriteArrayList<>();

    @BeforeEach
    void putBusyboxIntoContext() throws IOException {
        Files.copy(Path.of("/bin/busybox"), context.resolve("busybox"));
    }

    @Test
    void theDaemonTellsItsVersionAndPlatforms() {
        assertThat(DAEMON.client().info().version()).startsWith("v0.33");
        assertThat(DAEMON.client().workers())
                .singleElement()
                .satisfies(worker -> assertThat(worker.platforms()).isNotEmpty());
    }

    @Test
    void aBuildEndsWithTheDigestOfItsImage() throws Exception {
        dockerfile("""
                FROM scratch
                COPY busybox /bin/busybox
                SHELL ["/bin/busybox", "sh", "-c"]
                RUN echo hello from a step
                CMD ["/bin/busybox", "sh"]
                """);

        SolveResult result = solve(request().exporter(Exporter.image()));

        assertThat(result.imageDigest()).isPresent();
        assertThat(result.configDigest()).isPresent();
        assertThat(output()).contains("hello from a step");
    }

    @Test
    void aSyntaxLineIsAnsweredByTheDaemonsOwnFrontend() throws Exception {
        dockerfile("""
                # syntax=docker/dockerfile:1
                FROM scratch
                COPY busybox /bin/busybox
                SHELL ["/bin/busybox", "sh", "-c"]
                """);

        assertThat(solve(request().exporter(Exporter.image())).imageDigest()).isPresent();
    }

    @Test
    void aFailedStepTellsItsExitCodeAndLines() throws Exception {
        dockerfile("""
                FROM scratch
                COPY busybox /bin/busybox
                SHELL ["/bin/busybox", "sh", "-c"]
                RUN echo before; \\
                    exit 7
                """);

        SolveFailedException failure = failure(request());

        assertThat(failure.exitCode()).hasValue(7);
        assertThat(failure.vertex()).isPresent();
        assertThat(failure).hasMessageContaining("exit code: 7");
        assertThat(failure.sources().getFirst().filename()).isEqualTo("Dockerfile");
        assertThat(failure.sources().getFirst().text()).startsWith("FROM scratch");
        assertThat(failure.sources().getFirst().lines()).containsExactly(new SourceRange(4, 5));
        assertThat(output()).contains("before");
    }

    @Test
    void aDockerfileThatCantBeParsedTellsItsLine() throws Exception {
        dockerfile("""
                FROM scratch
                COPPY a b
                """);

        SolveFailedException failure = failure(request());

        assertThat(failure).hasMessageContaining("unknown instruction: COPPY");
        assertThat(failure.exitCode()).isEmpty();
        assertThat(failure.sources().getFirst().firstLine()).contains(2);
    }

    @Test
    void theErrorOfALongDockerfileArrivesWhole() throws Exception {
        dockerfile("FROM scratch\n" + "# filler, so that the error is larger than grpc-java's usual limit\n".repeat(120)
                + "COPY busybox /bin/busybox\nRUN [\"/bin/busybox\", \"sh\", \"-c\", \"exit 3\"]\n");

        SolveFailedException failure = failure(request());

        assertThat(failure.exitCode()).hasValue(3);
        assertThat(failure.sources().getFirst().firstLine()).contains(123);
    }

    @Test
    void anExcludedFileNeverLeaves() throws Exception {
        Files.writeString(context.resolve(".dockerignore"), "*.env\n!public.env\n**/cache\n");
        Files.writeString(context.resolve("secret.env"), "s");
        Files.writeString(context.resolve("public.env"), "p");
        Files.createDirectories(context.resolve("a/b/cache"));
        Files.writeString(context.resolve("a/b/cache/x"), "x");
        Files.writeString(context.resolve("a/b/kept"), "k");
        dockerfile("""
                FROM scratch
                COPY busybox /bin/busybox
                SHELL ["/bin/busybox", "sh", "-c"]
                COPY . /ctx
                RUN /bin/busybox find /ctx
                """);
        RecordingSource source = new RecordingSource(DirectorySource.of(context));

        DAEMON.client().solve(request().build(), session(source), progress::add);

        assertThat(source.opened()).contains("public.env", "a/b/kept").doesNotContain("secret.env", "a/b/cache/x");
        assertThat(output()).contains("/ctx/public.env").doesNotContain("/ctx/secret.env", "/ctx/a/b/cache");
    }

    @Test
    void aFileOfEqualSizeIsSentAgainWhenItsTimeDiffersByANanosecond() throws Exception {
        FileTime time = FileTime.from(Instant.ofEpochSecond(1_000_000_000, 1));
        Path file = Files.writeString(context.resolve("file"), "one");
        Files.setLastModifiedTime(file, time);
        dockerfile("""
                FROM scratch
                COPY busybox /bin/busybox
                SHELL ["/bin/busybox", "sh", "-c"]
                COPY file /file
                RUN /bin/busybox cat /file
                """);
        solve(request());
        RecordingSource source = new RecordingSource(DirectorySource.of(context));
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, FileTime.from(time.toInstant().plusNanos(1)));
        progress.clear();

        DAEMON.client().solve(request().build(), session(source), progress::add);

        assertThat(source.opened()).contains("file").doesNotContain("busybox");
        assertThat(output()).contains("two");
    }

    @Test
    void aCancelledBuildEndsWithinASecondAndItsProcessToo() throws Exception {
        String marker = "613." + System.nanoTime() % 1_000_000;
        dockerfile("""
                FROM scratch
                COPY busybox /bin/busybox
                SHELL ["/bin/busybox", "sh", "-c"]
                RUN echo started; exec /bin/busybox sleep %s
                """.formatted(marker));
        Solve solve =
                DAEMON.client().start(request().noCache().build(), session(DirectorySource.of(context)), progress::add);
        await(() -> output().contains("started") && isRunning(marker));

        long start = System.nanoTime();
        solve.cancel();

        assertThatThrownBy(solve::await).isInstanceOf(SolveCancelledException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        await(() -> !isRunning(marker));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void anInterruptedWaitCancelsTheBuild() throws Exception {
        dockerfile("""
                FROM scratch
                COPY busybox /bin/busybox
                SHELL ["/bin/busybox", "sh", "-c"]
                RUN echo started; exec /bin/busybox sleep 617.5
                """);
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                solve(request().noCache());
            } catch (Exception e) {
                Thread.currentThread().interrupt();
            }
        });
        await(() -> output().contains("started") && isRunning("617.5"));

        waiting.interrupt();

        await(() -> !isRunning("617.5"));
    }

    @Test
    void aListenerThatFailsEndsTheBuild() throws Exception {
        dockerfile("""
                FROM scratch
                COPY busybox /bin/busybox
                SHELL ["/bin/busybox", "sh", "-c"]
                RUN exec /bin/busybox sleep 100
                """);

        assertThatThrownBy(
                        () -> DAEMON.client().solve(request().build(), session(DirectorySource.of(context)), status -> {
                            throw new IllegalStateException("no room");
                        }))
                .rootCause()
                .hasMessage("no room");
    }

    @Test
    void aSecretReachesTheStepThatMountsIt() throws Exception {
        dockerfile("""
                FROM scratch
                COPY busybox /bin/busybox
                SHELL ["/bin/busybox", "sh", "-c"]
                RUN --mount=type=secret,id=token,required=true /bin/busybox wc -c /run/secrets/token
                """);
        SecretsService secrets = SecretsService.of(
                id -> id.equals("token") ? Optional.of("12345".getBytes(StandardCharsets.UTF_8)) : Optional.empty());

        DAEMON.client()
                .solve(
                        request().noCache().build(),
                        session(DirectorySource.of(context)).with(secrets),
                        progress::add);

        assertThat(output()).contains("5 /run/secrets/token");
    }

    @Test
    void lintNamesRuleAndLine() throws Exception {
        dockerfile("""
                FROM scratch as base
                COPY busybox /bin/busybox
                CMD sh
                """);

        var report = DAEMON.client().lint(request().build(), session(DirectorySource.of(context)));

        assertThat(report.error()).isEmpty();
        assertThat(report.warnings()).extracting(w -> w.rule()).contains("FromAsCasing", "JSONArgsRecommended");
        assertThat(report.warnings().getFirst().location().orElseThrow().firstLine())
                .contains(1);
    }

    @Test
    void lintTellsWhyADockerfileCantBeBuilt() throws Exception {
        dockerfile("FROM scratch\nRUNN x\n");

        var report = DAEMON.client().lint(request().build(), session(DirectorySource.of(context)));

        assertThat(report.error().orElseThrow().message()).contains("RUNN");
    }

    @Test
    void outlineAndTargetsComeWithoutBuilding() throws Exception {
        dockerfile("""
                # the version
                ARG VERSION=1
                FROM scratch AS one
                # build arguments have descriptions
                ARG FLAVOUR=plain
                RUN --mount=type=secret,id=token,required=true true
                FROM one AS two
                """);

        var outline = DAEMON.client().outline(request().build(), session(DirectorySource.of(context)));
        var targets = DAEMON.client().targets(request().build(), session(DirectorySource.of(context)));

        assertThat(outline.arguments()).extracting(a -> a.name()).contains("FLAVOUR");
        assertThat(outline.secrets()).extracting(s -> s.name()).containsExactly("token");
        assertThat(targets).extracting(t -> t.name()).containsExactly("one", "two");
        assertThat(targets.getLast().isDefault()).isTrue();
    }

    @Test
    void aBuildWhoseDaemonDiesEndsAtOnce() throws Exception {
        dockerfile("""
                FROM scratch
                COPY busybox /bin/busybox
                SHELL ["/bin/busybox", "sh", "-c"]
                RUN echo started; exec /bin/busybox sleep 100
                """);
        try (Daemon victim = Daemon.start();
                BuildkitClient other = BuildkitClient.connect(victim.address())) {
            Solve solve = other.start(request().build(), session(DirectorySource.of(context)), progress::add);
            await(() -> output().contains("started"));

            long start = System.nanoTime();
            victim.kill();

            assertThatThrownBy(solve::await)
                    .isInstanceOf(BuildkitUnavailableException.class)
                    .hasMessageContaining(victim.socket().toString());
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            assertThatThrownBy(other::info).isInstanceOf(BuildkitUnavailableException.class);
        }
    }

    private SolveResult solve(SolveRequest.Builder request) throws InterruptedException {
        return DAEMON.client().solve(request.build(), session(DirectorySource.of(context)), progress::add);
    }

    private SolveFailedException failure(SolveRequest.Builder request) {
        return catchThrowableOfType(SolveFailedException.class, () -> solve(request));
    }

    private static SolveRequest.Builder request() {
        return SolveRequest.dockerfile();
    }

    private static Session session(LocalSource source) {
        return Session.of("tests", FileSync.of(source));
    }

    private void dockerfile(String text) throws IOException {
        Files.writeString(context.resolve("Dockerfile"), text);
    }

    private String output() {
        StringBuilder output = new StringBuilder();
        for (SolveStatus status : progress) {
            for (VertexLog log : status.logs()) {
                output.append(StandardCharsets.UTF_8.decode(log.bytes()));
            }
        }
        return output.toString();
    }

    private static boolean isRunning(String argument) {
        return ProcessHandle.allProcesses()
                .anyMatch(process -> List.of(process.info().arguments().orElse(new String[0]))
                        .contains(argument));
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
            Thread.sleep(20);
        }
    }

    /** Remembers which files were read. */
    private record RecordingSource(LocalSource source, List<String> opened) implements LocalSource {

        RecordingSource(LocalSource source) {
            this(source, new CopyOnWriteArrayList<>());
        }

        @Override
        public List<SourceEntry> list(String directory) throws IOException {
            return source.list(directory);
        }

        @Override
        public InputStream open(SourceEntry file) throws IOException {
            opened.add(file.path());
            return source.open(file);
        }
    }
}
