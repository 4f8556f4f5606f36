package dev.slipway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the world outside (skopeo) signs in to the registry with an access token and takes a built image away. */
class PullIT {

    private static final String DOCKERFILE = """
            FROM busybox
            RUN echo keel > /keel
            WORKDIR /app
            CMD ["sh", "-c", "cat /keel"]
            """;

    @TempDir
    Path folder;

    private RunningSlipway slipway;
    private Api api;

    @BeforeEach
    void start() throws Exception {
        slipway = RunningSlipway.withAdministrator(folder.resolve("home"));
        api = Api.signedIn(slipway.address(), RunningSlipway.ADMIN, RunningSlipway.ADMIN_PASSWORD);
    }

    @AfterEach
    void stop() {
        api.close();
        slipway.close();
    }

    @Test
    void anImageBuiltOnAShelvedBaseIsPulledWithItsCommandAndFolder() throws Exception {
        String workspace = "/api/v1/workspaces/" + RunningSlipway.ADMIN;
        api.put(
                workspace + "/projects/boat/archive",
                201,
                SampleProject.withBusybox(DOCKERFILE).tar());
        JsonNode submitted = api.post(workspace + "/projects/boat/builds", 201, "{\"tags\":[\"boat:1\"]}");
        JsonNode built = api.await(
                workspace + "/builds/" + submitted.required("number").asString(), "succeeded", Duration.ofMinutes(3));

        String image = "docker://" + slipway.edge() + "/" + RunningSlipway.ADMIN + "/boat:1";
        assertThat(skopeo("inspect", "--tls-verify=false", image).status()).isNotZero();
        Run login = skopeo(
                "login",
                "--tls-verify=false",
                "--username",
                RunningSlipway.ADMIN,
                "--password",
                api.token(),
                slipway.edge());
        assertThat(login.status()).as(login.output()).isZero();
        Run pull = skopeo("copy", "--src-tls-verify=false", image, "oci:" + folder.resolve("pulled") + ":boat");
        assertThat(pull.status()).as(pull.output()).isZero();

        Run inspect = skopeo("inspect", "--config", "oci:" + folder.resolve("pulled") + ":boat");
        JsonNode config =
                JsonMapper.builder().build().readTree(inspect.output()).required("config");
        assertThat(config.required("Cmd").values().stream().map(JsonNode::asString))
                .containsExactly("sh", "-c", "cat /keel");
        assertThat(config.required("WorkingDir").asString()).isEqualTo("/app");
        Run digest = skopeo("inspect", "--tls-verify=false", "--format", "{{.Digest}}", image);
        assertThat(digest.output().strip())
                .isEqualTo(built.required("image").required("digest").asString());
    }

    private record Run(int status, String output) {}

    private Run skopeo(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("skopeo"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .put("REGISTRY_AUTH_FILE", folder.resolve("auth.json").toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }
}
