package dev.slipway.web.build;

import static dev.slipway.web.RunningSlipway.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.web.RunningSlipway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Builds over REST and their logs over the socket, with every real part behind them. */
class BuildsApiTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final RunningSlipway slipway = RunningSlipway.get();
    private String token = "";
    private String workspace = "";
    private String base = "";

    @BeforeEach
    void makeWorkspace() {
        workspace = "b" + Long.toHexString(System.nanoTime());
        token = slipway.token(RunningSlipway.ADMIN, "{\"name\":\"t\",\"scopes\":[\"read\",\"write\",\"admin\"]}");
        slipway.call(token, "POST", "/api/v1/workspaces", "{\"name\":\"" + workspace + "\"}");
        base = "/api/v1/workspaces/" + workspace;
    }

    @Test
    void aBuildIsAskedForFollowedAndReadAgainFromTheMiddle() throws Exception {
        project("app", printing("for i in $(/bin/busybox seq 1 3000); do echo line $i; done; echo end >&2"));

        HttpResponse<String> asked =
                slipway.call(token, "POST", base + "/projects/app/builds", "{\"tags\":[\"app:v1\"]}");
        assertThat(asked.statusCode()).isEqualTo(201);
        assertThat(asked.headers().firstValue("Location")).contains(base + "/builds/1");
        Socket socket = Socket.open(slipway, token, workspace, "1", "?offset=0");
        assertThat(socket.closed()).isEqualTo(1000);

        List<JsonNode> events = socket.events();
        assertThat(events.getLast().get("type").asString()).isEqualTo("build");
        assertThat(events.getLast().get("status").asString()).isEqualTo("succeeded");
        // Which of two streams comes first is not exact.
        assertThat(texts(events))
                .hasSize(3001)
                .containsSubsequence("line 1", "line 2", "line 3000")
                .contains("end");
        assertThat(socket.frames()).allSatisfy(frame -> {
            assertThat(frame.get("events").size()).isBetween(1, 500);
            assertThat(frame.get("next").asLong() - frame.get("offset").asLong())
                    .isEqualTo(frame.get("events").size());
        });
        Socket again = Socket.open(slipway, token, workspace, "1", "?offset=2000");
        assertThat(again.closed()).isEqualTo(1000);
        assertThat(again.events()).isEqualTo(events.subList(2000, events.size()));

        JsonNode build = json(slipway.call(token, "GET", base + "/builds/1", ""));
        assertThat(build.get("status").asString()).isEqualTo("succeeded");
        assertThat(build.get("image").get("digest").asString()).startsWith("sha256:");
        assertThat(build.get("image").get("tags").get(0).asString()).isEqualTo("app:v1");
        assertThat(json(slipway.call(token, "GET", base + "/repositories/app/tags", ""))
                        .get("items")
                        .get(0)
                        .get("build")
                        .asLong())
                .isEqualTo(1);
    }

    @Test
    void theLogIsTextWithRangesNdjsonAndRawBytes() throws Exception {
        project(
                "app",
                printing("printf 'a\\\\033[31mred\\\\033[0m\\\\033]0;title\\\\007\\\\n'; printf '\\\\377\\\\n'"));
        build("app", "{}");

        HttpResponse<String> text = log("text/plain", "");
        assertThat(text.statusCode()).isEqualTo(200);
        assertThat(text.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(text.body()).containsPattern("#\\d+ \\[2/2] RUN").contains("a\u001b[31mred\u001b[0m\n");
        HttpResponse<String> range = slipway.send(slipway.to(base + "/builds/1/log")
                .header("Authorization", "Bearer " + token)
                .header("Range", "bytes=0-9"));
        assertThat(range.statusCode()).isEqualTo(206);
        assertThat(range.body()).isEqualTo(text.body().substring(0, 10));
        HttpResponse<String> events = log("application/x-ndjson", "?follow=true");
        List<JsonNode> lines = events.body()
                .lines()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
        assertThat(lines.getLast().get("type").asString()).isEqualTo("build");
        int step = lines.stream()
                .filter(line -> line.get("type").asString().equals("log"))
                .findFirst()
                .orElseThrow()
                .get("step")
                .asInt();
        assertThat(log("application/x-ndjson", "?step=" + step).body().lines())
                .allMatch(line -> line.contains("\"step\":" + step + ","));
        HttpResponse<String> rawJson = log("application/vnd.buildkit.rawjson+json", "");
        assertThat(rawJson.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/vnd.buildkit.rawjson+json"));
        List<JsonNode> statuses = rawJson.body()
                .lines()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
        assertThat(statuses)
                .anySatisfy(status -> assertThat(
                                status.path("vertexes").path(0).path("name").asString())
                        .startsWith("[2/2] RUN"))
                .anySatisfy(status -> assertThat(Base64.getDecoder()
                                .decode(status.path("logs").path(0).path("data").asString()))
                        .startsWith("a\u001b[31mred".getBytes(StandardCharsets.UTF_8)));
        HttpResponse<byte[]> raw = slipwayBytes(base + "/builds/1/steps/" + step + "/log");
        assertThat(raw.body()).endsWith((byte) 0xFF, (byte) '\n');
        assertThat(raw.headers().firstValue("Content-Disposition"))
                .hasValueSatisfying(value -> assertThat(value).startsWith("attachment"));
        assertThat(slipway.call(token, "GET", base + "/builds/1/steps/99/log", "")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aRunningBuildIsCancelledAndRetried() throws Exception {
        project("slow", printing("echo asleep; /bin/busybox sleep 600"));
        slipway.call(token, "POST", base + "/projects/slow/builds", "");
        awaitStatus(1, "running");

        assertThat(slipway.call(token, "POST", base + "/builds/1/cancel", "").statusCode())
                .isEqualTo(202);
        awaitStatus(1, "cancelled");
        HttpResponse<String> retried = slipway.call(token, "POST", base + "/builds/1/retry", "");
        assertThat(retried.statusCode()).isEqualTo(201);
        assertThat(json(retried).get("retryOf").asLong()).isEqualTo(1);
        assertThat(slipway.call(token, "DELETE", base + "/builds/2", "").statusCode())
                .isEqualTo(409);
        slipway.call(token, "POST", base + "/builds/2/cancel", "");
        awaitStatus(2, "cancelled");
        assertThat(slipway.call(token, "DELETE", base + "/builds/1", "").statusCode())
                .isEqualTo(204);
        assertThat(slipway.call(token, "GET", base + "/builds/1", "").statusCode())
                .isEqualTo(404);
        assertThat(json(slipway.call(token, "GET", base + "/builds?status=cancelled", ""))
                        .get("items"))
                .hasSize(1);
    }

    @Test
    void requestsThatCantBeBuiltAreRefusedWithTheField() throws Exception {
        project("app", "FROM scratch\nCOPY busybox /b\n");

        for (String[] wrong : new String[][] {
            {"{\"tags\":[\"UPPER:v1\"]}", "/tags"},
            {"{\"args\":{\"BUILDKIT_SYNTAX\":\"evil\"}}", "/args/BUILDKIT_SYNTAX"},
            {"{\"dockerfile\":\"../../etc/passwd\"}", "/dockerfile"},
            {"{\"dockerfile\":\"absent\"}", "/dockerfile"},
            {"{\"revision\":\"HEAD\"}", "/revision"},
            {"{\"platforms\":[\"beos\"]}", "/platforms"},
            {"{\"secrets\":[\"npm\"]}", "/secrets"},
            {"{\"network\":\"host\"}", "/network"},
            {"{\"priority\":101}", "/priority"},
        }) {
            HttpResponse<String> answer = slipway.call(token, "POST", base + "/projects/app/builds", wrong[0]);
            assertThat(answer.statusCode()).as(wrong[0]).isEqualTo(422);
            assertThat(json(answer).get("errors").get(0).get("pointer").asString())
                    .isEqualTo(wrong[1]);
        }
        assertThat(json(slipway.call(token, "GET", base + "/builds", "")).get("items"))
                .isEmpty();
    }

    @Test
    void buildkitsCheckComesWithoutABuild() throws Exception {
        project("app", "FROM scratch as base\nARG VERSION=1\nCMD sh\n");

        JsonNode stored = json(slipway.call(token, "POST", base + "/projects/app/check", ""));
        assertThat(stored.get("warnings")
                        .valueStream()
                        .map(one -> one.get("rule").asString()))
                .contains("FromAsCasing", "JSONArgsRecommended");
        JsonNode first = stored.get("warnings").get(0);
        assertThat(first.get("url").asString()).startsWith("https://docs.docker.com/");
        assertThat(first.get("ranges").get(0).get("startLine").asInt()).isEqualTo(1);
        assertThat(first.get("ranges").get(0).get("endColumn").asInt()).isEqualTo(21);
        assertThat(stored.has("error")).isFalse();

        JsonNode unsaved = json(slipway.call(
                token, "POST", base + "/projects/app/check", "{\"content\":\"FROM scratch\\nRUNN x\\n\"}"));
        assertThat(unsaved.get("error").get("message").asString()).contains("RUNN");
        assertThat(unsaved.get("error").get("ranges").get(0).get("startLine").asInt())
                .isEqualTo(2);
        assertThat(json(slipway.call(token, "POST", base + "/projects/app/check", "{\"dockerfile\":\"absent\"}"))
                        .get("error")
                        .get("message")
                        .asString())
                .contains("absent");

        JsonNode outline = json(slipway.call(
                token,
                "POST",
                base + "/projects/app/outline",
                "{\"content\":\"FROM scratch AS one\\n# the flavour\\nARG FLAVOUR=plain\\n"
                        + "RUN --mount=type=secret,id=t,required=true x\\nFROM one AS two\\n\",\"target\":\"one\"}"));
        assertThat(outline.get("targets")
                        .valueStream()
                        .map(one -> one.get("name").asString()))
                .containsExactly("one", "two");
        assertThat(outline.get("targets").get(1).get("default").asBoolean()).isTrue();
        assertThat(outline.get("args").get(0).get("value").asString()).isEqualTo("plain");
        assertThat(outline.get("secrets").get(0).get("required").asBoolean()).isTrue();

        for (String[] wrong : new String[][] {
            {"check", "{\"content\":\"" + "x".repeat(1_000_001) + "\"}", "/content"},
            {"check", "{\"dockerfile\":\"../Dockerfile\"}", "/dockerfile"},
            {"check", "{\"args\":{\"BUILDKIT_SYNTAX\":\"evil\"}}", "/args/BUILDKIT_SYNTAX"},
            {"outline", "{\"target\":\"a b\"}", "/target"},
            {"outline", "{\"content\":\"RUNN\"}", "/content"},
        }) {
            HttpResponse<String> answer = slipway.call(token, "POST", base + "/projects/app/" + wrong[0], wrong[1]);
            assertThat(answer.statusCode()).as(wrong[2]).isEqualTo(422);
            assertThat(json(answer).get("errors").get(0).get("pointer").asString())
                    .isEqualTo(wrong[2]);
        }
        assertThat(json(slipway.call(token, "GET", base + "/builds", "")).get("items"))
                .isEmpty();
    }

    @Test
    void theSocketSaysWhoIsNotLetIn() throws Exception {
        project("app", "FROM scratch\nCOPY busybox /b\n");
        build("app", "{}");

        assertThat(Socket.open(slipway, "", workspace, "1", "").closed()).isEqualTo(4401);
        assertThat(Socket.open(slipway, "slp_" + "0".repeat(40), workspace, "1", "")
                        .closed())
                .isEqualTo(4401);
        assertThat(Socket.open(slipway, token, workspace, "2", "").closed()).isEqualTo(4404);
        assertThat(Socket.open(slipway, token, workspace, "x", "").closed()).isEqualTo(4404);
        assertThat(Socket.open(slipway, token, "absent", "1", "").closed()).isEqualTo(4404);
        assertThatThrownBy(() -> Socket.open(slipway, token, workspace, "1", "", "Origin", "https://evil.example"))
                .hasMessageContaining("WebSocketHandshakeException");
    }

    private static String printing(String script) {
        return "FROM scratch\nCOPY --chmod=755 busybox /bin/busybox\nRUN [\"/bin/busybox\", \"sh\", \"-c\", \"%s\"]\n"
                .formatted(script);
    }

    private void project(String name, String dockerfile) throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("Dockerfile"));
            out.write(dockerfile.getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new ZipEntry("busybox"));
            out.write(Files.readAllBytes(Path.of("/bin/busybox")));
        }
        HttpResponse<String> put = slipway.send(slipway.to(base + "/projects/" + name + "/archive")
                .header("Authorization", "Bearer " + token)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(zip.toByteArray())));
        assertThat(put.statusCode()).isEqualTo(201);
    }

    private void build(String project, String body) throws Exception {
        long number = json(slipway.call(token, "POST", base + "/projects/" + project + "/builds", body))
                .get("number")
                .asLong();
        awaitStatus(number, "succeeded");
    }

    private void awaitStatus(long number, String status) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode build = json(slipway.call(token, "GET", base + "/builds/" + number, ""));
            if (build.get("status").asString().equals(status)) {
                return;
            }
            assertThat(System.nanoTime()).as("%s", build).isLessThan(until);
            Thread.sleep(50);
        }
    }

    private HttpResponse<String> log(String type, String query) {
        return slipway.send(slipway.to(base + "/builds/1/log" + query)
                .header("Authorization", "Bearer " + token)
                .header("Accept", type));
    }

    private HttpResponse<byte[]> slipwayBytes(String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    slipway.to(path).header("Authorization", "Bearer " + token).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    private static List<String> texts(List<JsonNode> events) {
        return events.stream()
                .filter(event -> event.get("type").asString().equals("log"))
                .map(event -> event.get("text").asString())
                .toList();
    }

    /** A client of the log socket that keeps what it is sent. */
    private static final class Socket implements WebSocket.Listener {

        private final List<JsonNode> frames = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();

        static Socket open(
                RunningSlipway slipway, String token, String workspace, String number, String query, String... headers)
                throws Exception {
            Socket socket = new Socket();
            WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
            if (!token.isEmpty()) {
                builder.header("Authorization", "Bearer " + token);
            }
            for (int i = 0; i < headers.length; i += 2) {
                builder.header(headers[i], headers[i + 1]);
            }
            builder.buildAsync(
                            URI.create(slipway.address().toString().replace("http:", "ws:") + "/ws/workspaces/"
                                    + workspace + "/builds/" + number + "/log" + query),
                            socket)
                    .get(30, TimeUnit.SECONDS);
            return socket;
        }

        int closed() throws Exception {
            return closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        List<JsonNode> frames() {
            return frames;
        }

        /** All events; offsets follow on each other. */
        List<JsonNode> events() {
            List<JsonNode> events = new ArrayList<>();
            long next = frames.getFirst().get("offset").asLong();
            for (JsonNode frame : frames) {
                assertThat(frame.get("offset").asLong()).isEqualTo(next);
                frame.get("events").forEach(events::add);
                next = frame.get("next").asLong();
            }
            return events;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                frames.add(JsonMapper.shared().readTree(text.toString()));
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.completeExceptionally(error);
        }
    }
}
