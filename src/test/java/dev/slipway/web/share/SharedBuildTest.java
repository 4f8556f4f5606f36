package dev.slipway.web.share;

import static dev.slipway.web.RunningSlipway.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.web.RunningSlipway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

/** What a link's key opens, and that it opens nothing else. */
class SharedBuildTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String NO_KEY = "sls_" + "0".repeat(40);

    private final RunningSlipway slipway = RunningSlipway.get();
    private String token = "";
    private String workspace = "";
    private String base = "";

    @BeforeEach
    void makeWorkspace() {
        workspace = "s" + Long.toHexString(System.nanoTime());
        token = slipway.token(RunningSlipway.ADMIN, "{\"name\":\"t\",\"scopes\":[\"read\",\"write\",\"admin\"]}");
        slipway.call(token, "POST", "/api/v1/workspaces", "{\"name\":\"" + workspace + "\"}");
        base = "/api/v1/workspaces/" + workspace;
    }

    @Test
    void aRunningBuildIsFollowedByItsLinkUntilThatIsRevoked() throws Exception {
        build("echo hull plate 1; /bin/busybox sleep 60");
        JsonNode link = link("\"summary\",\"log\"");
        String key = keyOf(link);
        Socket socket = Socket.open(slipway, key);
        socket.awaitText("hull plate 1");

        assertThat(slipway.call(
                                token,
                                "DELETE",
                                base + "/links/" + link.get("id").asString(),
                                "")
                        .statusCode())
                .isEqualTo(204);

        Instant revoked = Instant.now();
        assertThat(socket.closed()).isEqualTo(4404);
        assertThat(Duration.between(revoked, Instant.now())).isLessThan(Duration.ofSeconds(2));
        assertThat(Socket.open(slipway, key).closed()).isEqualTo(4404);
        assertThat(Socket.open(slipway, NO_KEY).closed()).isEqualTo(4404);
        assertThat(Socket.open(slipway, "x").closed()).isEqualTo(4404);
        slipway.call(token, "POST", base + "/builds/1/cancel", "{}");
    }

    @Test
    void aLinkOpensWhatItShowsAndNothingElse() throws Exception {
        build("echo done");
        JsonNode image = await("succeeded").get("image");
        String summary = keyOf(link("\"summary\""));
        String pull = keyOf(link("\"pull\""));

        assertThat(Socket.open(slipway, summary).closed()).as("no log in it").isEqualTo(4404);
        String manifests = "/v2/" + workspace + "/app/manifests/";
        String digest = image.get("digest").asString();
        assertThat(edge(summary, manifests + digest)).as("no pull in it").isEqualTo(401);
        assertThat(edge(pull, manifests + digest)).isEqualTo(200);
        assertThat(edge(pull, manifests + "v1")).as("a tag moves").isEqualTo(404);
        for (String path : List.of(
                base + "/builds/1",
                base + "/builds/1/log",
                base + "/repositories",
                base + "/links",
                "/api/v1/me",
                "/api/v1/workspaces",
                "/actuator/prometheus")) {
            for (String key : List.of(summary, pull)) {
                assertThat(slipway.call(key, "GET", path, "").statusCode())
                        .as(path)
                        .isEqualTo(401);
                assertThat(slipway.send(slipway.to(path)
                                        .header("Authorization", RunningSlipway.basic("link", key))
                                        .GET())
                                .statusCode())
                        .as(path)
                        .isEqualTo(401);
            }
        }
        assertThat(edge(pull, "/v2/" + workspace + "/app/tags/list")).isEqualTo(404);
        assertThat(edge(pull, "/v2/" + workspace + "/app/referrers/" + digest)).isEqualTo(404);
        assertThat(edge(pull, "/v2/" + workspace + "/other/manifests/" + digest))
                .isEqualTo(404);
        assertThat(edge(pull, "/v2/library/busybox/tags/list")).isEqualTo(404);
        assertThat(edge(pull, "/v2/_catalog")).isEqualTo(403);
        assertThat(slipway.send(slipway.to("/v2/" + workspace + "/app/blobs/uploads/")
                                .header("Authorization", RunningSlipway.basic("link", pull))
                                .POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aBearerTokenOfALinkIsForItsImageAndEndsWithTheLink() throws Exception {
        build("echo done");
        String digest = await("succeeded").get("image").get("digest").asString();
        JsonNode link = link("\"pull\"");
        String scope = "repository:" + workspace + "/app:";
        HttpResponse<String> issued = slipway.send(slipway.to("/v2/token?service=slipway&scope=" + scope
                        + "pull,push&scope=repository:" + workspace + "/other:pull&scope=registry:catalog:*")
                .header("Authorization", RunningSlipway.basic("anybody", keyOf(link)))
                .GET());

        assertThat(json(issued).get("scope").asString()).isEqualTo(scope + "pull");
        String bearer = json(issued).get("token").asString();
        JsonNode manifest = json(bearing(bearer, "/v2/" + workspace + "/app/manifests/" + digest));
        String layer = manifest.get("layers").get(0).get("digest").asString();
        String blobs = "/v2/" + workspace + "/app/blobs/";
        assertThat(bearing(bearer, blobs + layer).statusCode()).isEqualTo(200);
        assertThat(bearing(bearer, blobs + "sha256:" + "0".repeat(64)).statusCode())
                .isEqualTo(404);

        slipway.call(token, "DELETE", base + "/links/" + link.get("id").asString(), "");

        assertThat(bearing(bearer, blobs + layer).statusCode()).isEqualTo(401);
        assertThat(edge(keyOf(link), "/v2/")).isEqualTo(401);
    }

    @Test
    void anImageThatALinkHandsOutIsNotDeleted() throws Exception {
        build("echo done");
        String digest = await("succeeded").get("image").get("digest").asString();
        JsonNode link = link("\"pull\"");
        String image = base + "/repositories/app/images/" + digest;

        HttpResponse<String> refused = slipway.call(token, "DELETE", image, "");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(json(refused).get("detail").asString()).contains("a share link of build #1");
        slipway.call(token, "DELETE", base + "/links/" + link.get("id").asString(), "");
        assertThat(slipway.call(token, "DELETE", image, "").statusCode()).isEqualTo(204);
    }

    @Test
    void linksAreListedWithoutTheirKeysAndWithinLimits() throws Exception {
        build("echo done");
        String key = keyOf(link("\"pull\",\"log\",\"summary\""));

        HttpResponse<String> list = slipway.call(token, "GET", base + "/links", "");
        assertThat(list.body()).doesNotContain(key).contains("[\"summary\",\"log\",\"pull\"]");
        assertThat(refusal("{\"shows\":[]}")).isEqualTo("nothing-shown");
        assertThat(refusal("{}")).isEqualTo("required");
        assertThat(refusal("{\"shows\":[\"secrets\"]}")).isEqualTo("unknown-word");
        assertThat(refusal("{\"shows\":[\"log\"],\"expiresAt\":\"2020-01-01T00:00:00Z\"}"))
                .isEqualTo("expiry-out-of-range");
        assertThat(refusal("{\"shows\":[\"log\"],\"expiresAt\":\"2999-01-01T00:00:00Z\"}"))
                .isEqualTo("expiry-out-of-range");
        await("succeeded");
    }

    @Test
    void anExpiredLinkIsLikeOneThatNeverWas() throws Exception {
        build("echo done");
        await("succeeded");
        Instant end = Instant.now().plusSeconds(1);
        String key = keyOf(json(slipway.call(
                token, "POST", base + "/builds/1/links", "{\"shows\":[\"log\"],\"expiresAt\":\"" + end + "\"}")));
        while (!Instant.now().isAfter(end)) {
            Thread.onSpinWait();
        }

        assertThat(Socket.open(slipway, key).closed()).isEqualTo(4404);
        HttpResponse<String> expired = page(key);
        HttpResponse<String> unknown = page(NO_KEY);
        assertThat(expired.statusCode()).isEqualTo(unknown.statusCode()).isEqualTo(404);
        assertThat(head(expired)).isEqualTo(head(unknown));
    }

    @Test
    void thePreviewOfALinkTellsWhatItShows() throws Exception {
        build("echo done");
        await("succeeded");
        HttpResponse<String> chosen = page(keyOf(link("\"summary\"")));
        HttpResponse<String> hidden = page(keyOf(link("\"log\"")));

        assertThat(chosen.statusCode()).isEqualTo(200);
        assertThat(chosen.headers().allValues("Referrer-Policy")).containsExactly("no-referrer");
        assertThat(chosen.headers().firstValue("X-Robots-Tag")).contains("noindex, nofollow");
        assertThat(chosen.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        assertThat(head(chosen))
                .contains("property=\"og:title\" content=\"app #1")
                .contains("succeeded");
        assertThat(head(hidden)).contains("og:title").doesNotContain("app #1").doesNotContain("succeeded");
        assertThat(chosen.body()).doesNotContain("sls_");
    }

    private HttpResponse<String> page(String key) {
        return slipway.send(
                slipway.to("/s/" + key).header("Accept", "text/html").GET());
    }

    /** Title and description, as a chat program reads them. */
    private static String head(HttpResponse<String> page) {
        return String.join(
                "\n",
                page.body()
                        .lines()
                        .filter(line -> line.contains("og:") || line.contains("<title") || line.contains("description"))
                        .toList());
    }

    private String refusal(String body) {
        return json(slipway.call(token, "POST", base + "/builds/1/links", body))
                .get("code")
                .asString();
    }

    private JsonNode link(String shows) {
        HttpResponse<String> made =
                slipway.call(token, "POST", base + "/builds/1/links", "{\"shows\":[" + shows + "]}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return json(made);
    }

    private static String keyOf(JsonNode link) {
        String url = link.get("url").asString();
        return url.substring(url.indexOf("/s/") + "/s/".length());
    }

    private int edge(String key, String path) {
        return slipway.send(slipway.to(path)
                        .header("Authorization", RunningSlipway.basic("link", key))
                        .GET())
                .statusCode();
    }

    private HttpResponse<String> bearing(String bearer, String path) {
        return slipway.send(
                slipway.to(path).header("Authorization", "Bearer " + bearer).GET());
    }

    private void build(String script) throws IOException {
        String dockerfile =
                "FROM scratch\nCOPY --chmod=755 busybox /bin/busybox\nRUN [\"/bin/busybox\", \"sh\", \"-c\", \"%s\"]\n"
                        .formatted(script);
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("Dockerfile"));
            out.write(dockerfile.getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new ZipEntry("busybox"));
            out.write(Files.readAllBytes(Path.of("/bin/busybox")));
        }
        slipway.send(slipway.to(base + "/projects/app/archive")
                .header("Authorization", "Bearer " + token)
                .PUT(BodyPublishers.ofByteArray(zip.toByteArray())));
        assertThat(slipway.call(token, "POST", base + "/projects/app/builds", "{\"tags\":[\"app:v1\"]}")
                        .statusCode())
                .isEqualTo(201);
    }

    private JsonNode await(String status) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode build = json(slipway.call(token, "GET", base + "/builds/1", ""));
            if (build.get("status").asString().equals(status)) {
                return build;
            }
            assertThat(System.nanoTime()).as("%s", build).isLessThan(until);
            Thread.sleep(50);
        }
    }

    /** Somebody who reads along with nothing but the link. */
    private static final class Socket implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();

        static Socket open(RunningSlipway slipway, String key) throws Exception {
            Socket socket = new Socket();
            HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(
                            URI.create(slipway.address().toString().replace("http:", "ws:") + "/ws/shared/" + key
                                    + "/log"),
                            socket)
                    .get(30, TimeUnit.SECONDS);
            return socket;
        }

        int closed() throws Exception {
            return closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        synchronized boolean contains(String words) {
            return text.toString().contains(words);
        }

        void awaitText(String words) throws InterruptedException {
            long until = System.nanoTime() + PATIENCE.toNanos();
            while (!contains(words)) {
                assertThat(System.nanoTime()).as(words).isLessThan(until);
                Thread.sleep(20);
            }
        }

        @Override
        public synchronized @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
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
