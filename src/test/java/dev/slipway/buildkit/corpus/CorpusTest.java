package dev.slipway.buildkit.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.buildkit.BuildkitClient;
import dev.slipway.buildkit.Daemon;
import dev.slipway.buildkit.gateway.Outline;
import dev.slipway.buildkit.gateway.Target;
import dev.slipway.dockerfile.Argument;
import dev.slipway.dockerfile.Dockerfile;
import dev.slipway.dockerfile.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many Dockerfiles, each built by our client and by {@code buildctl} on the same daemon, neither with the other's cache. Images
 * are reproducible, so an equal digest means an equal config and equal files, their times included.
 */
@Timeout(120)
class CorpusTest {

    /** Later than the files of the contexts, whose times are thus kept; earlier than what steps write. */
    static final String EPOCH = "1000000000";

    private static Daemon daemon;
    private static BuildkitClient connection;
    private static Client client;
    private static ExecutorService ahead;
    private static Map<String, Future<Theirs>> theirs;

    @TempDir
    private static Path folder;

    /** What buildctl made of a case. */
    private record Theirs(Outcome build, String lint, String outline, String targets) {}

    /** One processor is buildctl's, which goes ahead; the other one ours. */
    @BeforeAll
    static void start() throws Exception {
        Path base = BaseImage.make(folder.resolve("base"));
        daemon = Daemon.start();
        connection = BuildkitClient.connect(daemon.address());
        client = new Client(connection, base);
        Buildctl buildctl = new Buildctl(daemon, base);
        ahead = Executors.newSingleThreadExecutor();
        theirs = new HashMap<>();
        for (CorpusCase one : cases()) {
            theirs.put(one.name(), ahead.submit(() -> theirs(buildctl, one)));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        ahead.shutdownNow();
        connection.close();
        daemon.close();
    }

    static List<CorpusCase> cases() throws IOException {
        return CorpusCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aBuildComesToTheSame(CorpusCase one) throws Exception {
        Outcome expected = theirs(one).build();

        Outcome ours = client.build(one, context(one));

        assertThat(ours.error()).isEqualTo(expected.error());
        assertThat(ours.excerpt()).isEqualTo(expected.excerpt());
        assertThat(ours.logs()).isEqualTo(expected.logs());
        assertThat(ours.vertices()).isEqualTo(expected.vertices());
        assertThat(ours.warnings()).isEqualTo(expected.warnings());
        assertThat(ours.image()).isEqualTo(expected.image());
        assertThat(ours.error().isPresent()).as("fails").isEqualTo(one.fails());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aFrontendsAnswersAreTheSame(CorpusCase one) throws Exception {
        Theirs expected = theirs(one);

        assertThat(client.lint(one, context(one))).isEqualTo(expected.lint());
        assertThat(client.outline(one, context(one))).isEqualTo(expected.outline());
        assertThat(client.targets(one, context(one))).isEqualTo(expected.targets());
    }

    /** Our parser, by which the editor and the settings go, on what BuildKit can read. */
    @ParameterizedTest
    @MethodSource("cases")
    void ourParserReadsWhatBuildKitReads(CorpusCase one) throws Exception {
        theirs(one);
        List<Target> stages = client.stages(one, context(one));
        List<Outline.Argument> arguments = client.arguments(one, context(one));
        if (stages.isEmpty() || one.dockerfile().isEmpty()) {
            assertThat(arguments).isEmpty();
            return;
        }

        Dockerfile read = Dockerfile.parse(Files.readString(context(one).resolve("Dockerfile")));

        assertThat(read.stages())
                .extracting(stage -> stage.name().orElse(""))
                .containsExactlyElementsOf(stages.stream().map(Target::name).toList());
        assertThat(read.stages())
                .extracting(Stage::firstLine)
                .containsExactlyElementsOf(stages.stream()
                        .map(stage -> stage.location().orElseThrow().firstLine().orElseThrow())
                        .toList());
        assertThat(stages.getLast().isDefault()).isTrue();
        for (Outline.Argument argument : arguments) {
            int line = argument.location().orElseThrow().firstLine().orElseThrow();
            assertThat(read.at(line)).hasValueSatisfying(instruction -> {
                assertThat(instruction.is("ARG")).isTrue();
                assertThat(instruction.firstLine()).isEqualTo(line);
            });
            assertThat(read.arguments()).extracting(Argument::name).contains(argument.name());
        }
    }

    private static Theirs theirs(Buildctl buildctl, CorpusCase one) throws Exception {
        Path context = context(one);
        one.writeTo(context);
        Path work = work(one);
        return new Theirs(
                buildctl.build(one, context, work),
                buildctl.ask(one, context, work, "frontend.lint"),
                buildctl.ask(one, context, work, "frontend.outline"),
                buildctl.ask(one, context, work, "frontend.targets"));
    }

    private static Theirs theirs(CorpusCase one) throws Exception {
        return Objects.requireNonNull(theirs.get(one.name())).get();
    }

    private static Path context(CorpusCase one) {
        return work(one).resolve("context");
    }

    private static Path work(CorpusCase one) {
        return folder.resolve(one.name());
    }
}
