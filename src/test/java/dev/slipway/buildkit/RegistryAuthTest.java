package dev.slipway.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.buildkit.session.auth.RegistryAuth;
import dev.slipway.buildkit.session.auth.RegistryCredentials;
import dev.slipway.buildkit.session.auth.RegistryCredentials.Credential;
import dev.slipway.buildkit.type.Exporter;
import dev.slipway.buildkit.type.SolveFailedException;
import dev.slipway.buildkit.type.SolveRequest;
import dev.slipway.elsewhere.ForeignRegistry;
import dev.slipway.elsewhere.ForeignTokens;
import dev.slipway.oci.ImageReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a daemon learns of its client's passwords, against a registry with a token service. */
@Timeout(120)
class RegistryAuthTest {

    private static final String USER = "robot";
    private static final String PASSWORD = "correct horse";

    @RegisterExtension
    private static final OwnDaemon DAEMON = new OwnDaemon();

    @TempDir
    private static Path registryFolder;

    private static ForeignTokens tokens;
    private static ForeignRegistry registry;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        tokens = new ForeignTokens(USER, PASSWORD, Duration.ofMinutes(5));
        registry = ForeignRegistry.withTokens(registryFolder, tokens);
    }

    @AfterAll
    static void stop() throws Exception {
        registry.close();
        tokens.close();
    }

    @Test
    void aDaemonPushesWithTokensAndNeverSeesThePassword() throws Exception {
        int before = tokens.agents().size();

        push("first", RegistryAuth.tokensOnly(credentials(PASSWORD)));

        List<String> agents = tokens.agents().subList(before, tokens.agents().size());
        assertThat(agents).isNotEmpty().allMatch(agent -> agent.startsWith("Java-http-client"));
        assertThat(tokens.given())
                .last()
                .asString()
                .contains("repository:shelf/first:")
                .contains("push");
    }

    @Test
    void anotherBuildOfTheSameUserIsRecognised() throws Exception {
        RegistryAuth auth = RegistryAuth.tokensOnly(credentials(PASSWORD));
        push("second", auth);
        pull("second", auth);
        int before = tokens.given().size();

        pull("second", auth);

        assertThat(tokens.given()).hasSize(before);
        pull("second", RegistryAuth.tokensOnly(credentials(PASSWORD)));
        assertThat(tokens.given()).hasSizeGreaterThan(before);
    }

    @Test
    void aDaemonThatGetsThePasswordAsksItself() throws Exception {
        int before = tokens.agents().size();

        push("third", RegistryAuth.of(credentials(PASSWORD)));

        assertThat(tokens.agents().subList(before, tokens.agents().size()))
                .isNotEmpty()
                .allMatch(agent -> agent.startsWith("containerd/"));
    }

    @Test
    void aWrongPasswordFailsTheBuildWithoutATrace() {
        assertThatThrownBy(() -> push("fourth", RegistryAuth.tokensOnly(credentials("wrong staple"))))
                .isInstanceOf(SolveFailedException.class)
                .hasMessageContaining("check the credentials")
                .hasMessageNotContaining("wrong staple");
    }

    @Test
    void credentialsAreForTheirOwnRegistryOnly() {
        Credential credential = new Credential(USER, PASSWORD);
        RegistryCredentials hub = RegistryCredentials.of(Map.of("docker.io", credential));

        assertThat(hub.find("registry-1.docker.io")).contains(credential);
        assertThat(hub.find("index.docker.io")).contains(credential);
        assertThat(hub.find("registry-1.docker.io.example.com")).isEmpty();
        assertThat(hub.find("docker.io:5000")).isEmpty();
        assertThat(credential.toString()).doesNotContain(PASSWORD);
    }

    private void push(String name, RegistryAuth auth) throws Exception {
        Kitchen kitchen = Kitchen.in(folder.resolve(name + System.nanoTime()), DAEMON.client())
                .dockerfile("FROM scratch\nCOPY busybox /\n");
        kitchen.build(
                SolveRequest.dockerfile()
                        .exporter(Exporter.push(ImageReference.parse(registry.host() + "/shelf/" + name + ":1"))),
                kitchen.session().with(auth));
    }

    private void pull(String name, RegistryAuth auth) throws Exception {
        Kitchen kitchen = Kitchen.in(folder.resolve(name + System.nanoTime()), DAEMON.client())
                .dockerfile("FROM %s/shelf/%s:1\n".formatted(registry.host(), name));
        kitchen.build(SolveRequest.dockerfile().pull(), kitchen.session().with(auth));
    }

    private static RegistryCredentials credentials(String password) {
        return RegistryCredentials.of(Map.of(registry.host(), new Credential(USER, password)));
    }
}
