package dev.slipway.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.buildkit.session.secrets.SecretsService;
import dev.slipway.buildkit.type.BuildkitUnavailableException;
import dev.slipway.buildkit.type.BuildkitUnsupportedException;
import dev.slipway.buildkit.type.Exporter;
import dev.slipway.buildkit.type.SolveCancelledException;
import dev.slipway.buildkit.type.SolveFailedException;
import dev.slipway.buildkit.type.SolveRequest;
import dev.slipway.buildkit.type.SolveResult;
import dev.slipway.oci.ImageReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The BuildKit within a Docker Engine that knows HTTP/2 only after an upgrade, Debian's 20.10 for instance. */
@Timeout(120)
class DockerEngineTest {

    private static DockerEngine engine;
    private static BuildkitClient client;

    @TempDir
    private Path folder;

    private Kitchen kitchen;

    @BeforeAll
    static void startEngine() throws Exception {
        Optional<String> obstacle = DockerEngine.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        engine = DockerEngine.start();
        client = BuildkitClient.connect(BuildkitAddress.docker(engine.socket()));
    }

    @AfterAll
    static void stopEngine() throws Exception {
        if (engine != null) {
            client.close();
            engine.close();
        }
    }

    @BeforeEach
    void openKitchen() throws IOException {
        kitchen = Kitchen.in(folder, client);
    }

    @Test
    void anImageIsBuiltIntoTheEnginesStore() throws Exception {
        kitchen.steps("RUN --mount=type=secret,id=word,required=true /bin/busybox cat /run/secrets/word > /word; "
                + "echo said $(/bin/busybox cat /word)\nCMD [\"/bin/busybox\"]\n");

        SolveResult result = client.solve(
                request()
                        .exporter(Exporter.moby().named(ImageReference.parse("shelf/upgraded:1")))
                        .build(),
                kitchen.session()
                        .with(SecretsService.of(id -> Optional.of("open sesame".getBytes(StandardCharsets.UTF_8)))),
                kitchen::hear);

        assertThat(kitchen.output()).contains("said open sesame");
        assertThat(engine.get("/images/shelf/upgraded:1/json"))
                .contains(result.imageDigest().orElseThrow().toString());
    }

    @Test
    void filesComeAndGoOverTheSession() throws Exception {
        byte[] large = new byte[9 << 20];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31 + (i >> 11));
        }
        Files.write(kitchen.context().resolve("large"), large);
        kitchen.dockerfile("FROM scratch\nCOPY large /out/large\n");

        kitchen.build(request().exporter(Exporter.local(folder.resolve("result"))));

        assertThat(folder.resolve("result/out/large")).hasBinaryContent(large);
    }

    @Test
    void aFailedStepIsToldInTheEnginesWords() throws Exception {
        kitchen.steps("RUN echo before; exit 9\n");

        SolveFailedException failure = catchThrowableOfType(SolveFailedException.class, () -> kitchen.build(request()));

        assertThat(failure).hasMessageContaining("exit code: 9");
        assertThat(kitchen.output()).contains("before");
    }

    @Test
    void aBuildLongerThanTheEnginesPatienceWithASilentSessionSucceeds() throws Exception {
        kitchen.steps("RUN /bin/busybox sleep 12\n");

        kitchen.build(request().noCache().exporter(Exporter.tar(folder.resolve("result.tar"))));

        assertThat(folder.resolve("result.tar")).exists();
    }

    @Test
    void aCancelledBuildEnds() throws Exception {
        kitchen.steps("RUN echo started; exec /bin/busybox sleep 100\n");
        Solve solve = client.start(request().noCache().build(), kitchen.session(), kitchen::hear);
        Kitchen.await(() -> kitchen.output().contains("started"));

        solve.cancel();

        assertThat(catchThrowable(solve::await)).isInstanceOf(SolveCancelledException.class);
    }

    @Test
    void whatTheEngineIsTooOldForIsSaid() {
        assertThat(client.workers()).isNotEmpty();
        assertThatThrownBy(client::info)
                .isInstanceOf(BuildkitUnsupportedException.class)
                .hasMessageContaining("docker://" + engine.socket())
                .hasMessageContaining("too old");
    }

    @Test
    void anEngineThatDiesIsSaidToBeGone() throws Exception {
        try (DockerEngine victim = DockerEngine.start();
                BuildkitClient other = BuildkitClient.connect(BuildkitAddress.docker(victim.socket()))) {
            kitchen.steps("RUN echo started; exec /bin/busybox sleep 100\n");
            Solve solve = other.start(request().noCache().build(), kitchen.session(), kitchen::hear);
            Kitchen.await(() -> kitchen.output().contains("started"));

            victim.kill();

            assertThat(catchThrowable(solve::await)).isInstanceOf(BuildkitUnavailableException.class);
            assertThat(catchThrowable(() -> other.solve(request().build(), kitchen.session(), kitchen::hear)))
                    .isInstanceOf(BuildkitUnavailableException.class)
                    .hasMessageContaining("docker://");
        }
    }

    @Test
    void aSessionThatBreaksAloneEndsItsBuild() throws Exception {
        try (Relay relay = Relay.to(engine.socket());
                BuildkitClient other = BuildkitClient.connect(BuildkitAddress.docker(relay.socket()))) {
            kitchen.steps("RUN echo started; exec /bin/busybox sleep 100\n");
            Solve solve = other.start(request().noCache().build(), kitchen.session(), kitchen::hear);
            Kitchen.await(() -> kitchen.output().contains("started"));

            relay.cutSessions();

            assertThat(catchThrowable(solve::await))
                    .isInstanceOf(BuildkitUnavailableException.class)
                    .hasMessageContaining("lost its session");
        }
    }

    /** The engine has no bridge, so its steps have no network. */
    private static SolveRequest.Builder request() {
        return SolveRequest.dockerfile().network("none");
    }
}
