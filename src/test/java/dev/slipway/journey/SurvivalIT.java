package dev.slipway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** kill -9 of Slipway and of its build engine, in the middle of a build. */
class SurvivalIT {

    private static final String SLOW = """
            FROM scratch
            COPY busybox /bin/busybox
            RUN ["/bin/busybox", "sleep", "%d"]
            """;

    @TempDir
    Path folder;

    private RunningSlipway slipway;
    private Api api;
    private String workspace;

    @BeforeEach
    void start() throws Exception {
        slipway = RunningSlipway.withAdministrator(folder.resolve("home"));
        api = Api.signedIn(slipway.address(), RunningSlipway.ADMIN, RunningSlipway.ADMIN_PASSWORD);
        workspace = "/api/v1/workspaces/"
                + api.get("/api/v1/me")
                        .required("workspaces")
                        .get(0)
                        .required("name")
                        .asString();
    }

    @AfterEach
    void stop() {
        api.close();
        slipway.close();
        assertThat(enginesOf(slipway.home())).as("processes left behind").isEmpty();
    }

    @Test
    void killingSlipwayInterruptsTheBuildAndLeavesNothingBehind() throws Exception {
        JsonNode build = buildThatSleeps("slow", 600);
        String path = workspace + "/builds/" + build.required("number").asString();
        awaitRunningStep(path);
        assertThat(enginesOf(slipway.home())).as("engines while it builds").isNotEmpty();

        slipway.kill();
        slipway.startAgain();

        JsonNode interrupted = api.await(path, "interrupted", Duration.ofMinutes(1));
        assertThat(interrupted.required("error").required("message").asString()).isNotBlank();
        assertThat(commandLines()).noneMatch(line -> line.contains("sleep 600"));

        api.put(
                workspace + "/projects/slow/archive",
                200,
                SampleProject.withBusybox(SLOW.formatted(1)).tar());
        JsonNode quick = api.post(workspace + "/projects/slow/builds", 201, "{\"tags\":[\"slow:1\"]}");
        api.await(workspace + "/builds/" + quick.required("number").asString(), "succeeded", Duration.ofMinutes(2));
    }

    @Test
    void killingTheBuildEngineFailsTheBuildWithATrueSentenceAndTheNextOneWorks() throws Exception {
        JsonNode build = buildThatSleeps("slow", 600);
        String path = workspace + "/builds/" + build.required("number").asString();
        awaitRunningStep(path);

        ProcessHandle daemon = enginesOf(slipway.home()).stream()
                .filter(process -> process.info().command().orElse("").endsWith("buildkitd"))
                .findFirst()
                .orElseThrow();
        daemon.destroyForcibly();

        JsonNode failed = api.await(path, "failed", Duration.ofSeconds(30));
        assertThat(failed.required("error").required("message").asString()).contains("build engine");

        api.put(
                workspace + "/projects/slow/archive",
                200,
                SampleProject.withBusybox(SLOW.formatted(1)).tar());
        JsonNode next = api.post(workspace + "/projects/slow/builds", 201, "{\"tags\":[\"slow:1\"]}");
        api.await(workspace + "/builds/" + next.required("number").asString(), "succeeded", Duration.ofMinutes(2));
    }

    private JsonNode buildThatSleeps(String project, int seconds) throws Exception {
        api.put(
                workspace + "/projects/" + project + "/archive",
                201,
                SampleProject.withBusybox(SLOW.formatted(seconds)).tar());
        return api.post(workspace + "/projects/" + project + "/builds", 201, "{}");
    }

    private void awaitRunningStep(String build) throws Exception {
        api.await(build, "running", Duration.ofMinutes(1));
        for (int i = 0; i < 600; i++) {
            if (commandLines().stream().anyMatch(line -> line.contains("sleep 600"))) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("the RUN step did not start: " + api.get(build).toPrettyString());
    }

    /** Engine processes that work for this home: its folder is in their command line or environment. */
    private static List<ProcessHandle> enginesOf(Path home) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().command().stream()
                        .anyMatch(command ->
                                Stream.of("buildkitd", "runc", "registry").anyMatch(command::endsWith)))
                .filter(process -> mentions(process, home))
                .toList();
    }

    private static List<String> commandLines() {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .toList();
    }

    private static boolean mentions(ProcessHandle process, Path home) {
        return Stream.of("cmdline", "environ").anyMatch(name -> {
            try {
                return Files.readString(
                                Path.of("/proc", Long.toString(process.pid()), name), StandardCharsets.ISO_8859_1)
                        .contains(home.toString());
            } catch (IOException gone) {
                return false;
            }
        });
    }
}
