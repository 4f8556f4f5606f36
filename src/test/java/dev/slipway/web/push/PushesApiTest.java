package dev.slipway.web.push;

import static dev.slipway.web.RunningSlipway.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.elsewhere.BadLine;
import dev.slipway.elsewhere.ForeignRegistry;
import dev.slipway.elsewhere.ForeignTokens;
import dev.slipway.oci.Digest;
import dev.slipway.web.RunningSlipway;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.SmartLifecycle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Pushes over REST from a whole Slipway to other real registries, over good lines and bad ones. */
class PushesApiTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SECRET = "s3cret-of-the-robot";
    private static final int MB = 1_000_000;

    @TempDir
    static Path folder;

    private static ForeignRegistry open;
    private static ForeignRegistry guarded;
    private static ForeignRegistry byToken;
    private static ForeignTokens tokens;

    private final RunningSlipway slipway = RunningSlipway.get();
    private String token = "";
    private String workspace = "";
    private String base = "";

    @BeforeAll
    static void startRegistries() throws Exception {
        open = ForeignRegistry.open(Files.createDirectory(folder.resolve("open")));
        guarded = ForeignRegistry.withPassword(Files.createDirectory(folder.resolve("guarded")), "robot", SECRET);
        tokens = new ForeignTokens("robot", SECRET, Duration.ofSeconds(2));
        byToken = ForeignRegistry.withTokens(Files.createDirectory(folder.resolve("token")), tokens);
    }

    @AfterAll
    static void stopRegistries() {
        open.close();
        guarded.close();
        byToken.close();
        tokens.close();
    }

    @BeforeEach
    void makeWorkspace() {
        workspace = "p" + Long.toHexString(System.nanoTime());
        token = slipway.token(RunningSlipway.ADMIN, "{\"name\":\"t\",\"scopes\":[\"read\",\"write\",\"admin\"]}");
        slipway.call(token, "POST", "/api/v1/workspaces", "{\"name\":\"" + workspace + "\"}");
        base = "/api/v1/workspaces/" + workspace;
    }

    @Test
    void anImageIsPushedMountedElsewhereAndFoundPresent() {
        Digest image = image("app", 1, 3 * MB, 400_000);
        String repository = "team/" + workspace;

        JsonNode first = succeeded(push("app", image, open.host() + "/" + repository + ":1"));
        assertThat(states(first)).containsOnly("done");
        assertThat(first.get("layers").get(0).get("sent").asLong()).isEqualTo(3 * MB);
        assertThat(first.get("attempts").asInt()).isEqualTo(1);
        assertThat(open.digest(repository, "1", "")).isEqualTo(image.toString());

        JsonNode again = succeeded(push("app", image, open.host() + "/" + repository + ":2"));
        assertThat(states(again)).containsOnly("present");

        JsonNode mounted = succeeded(push("app", image, open.host() + "/other/" + workspace));
        assertThat(states(mounted)).containsOnly("mounted");
        assertThat(mounted.get("destination").asString()).endsWith(":latest");
        assertThat(open.digest("other/" + workspace, "latest", "")).isEqualTo(image.toString());
    }

    @Test
    void anIndexTakesItsPlatformsAndAttestationsAlong() {
        Digest amd = image("app", 2, 1000);
        Digest arm = image("app", 3, 2000);
        Digest attestation = image("app", 4, 300);
        String index = """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[%s,%s,%s]}""".formatted(
                child(amd, "amd64", "linux"), child(arm, "arm64", "linux"), child(attestation, "unknown", "unknown"));
        Digest image = manifest("app", "application/vnd.oci.image.index.v1+json", index);
        String repository = "index/" + workspace;

        JsonNode pushed = succeeded(push("app", image, open.host() + "/" + repository + ":1"));

        assertThat(pushed.get("layers").size()).isEqualTo(6);
        assertThat(open.digest(repository, "1", "")).isEqualTo(image.toString());
        for (Digest part : List.of(amd, arm, attestation)) {
            assertThat(open.digest(repository, part.toString(), "")).isEqualTo(part.toString());
        }
    }

    @Test
    void aCredentialIsTakenOrRefusedAndNeverShown() {
        Digest image = image("app", 5, 50_000);
        credential("wrong", guarded.host(), "not the secret");
        credential("release-bot", guarded.host(), SECRET);
        credential("anywhere", open.host(), SECRET);
        String destination = guarded.host() + "/team/" + workspace + ":1";

        assertThat(verified("wrong")).isEqualTo("refused");
        assertThat(verified("release-bot")).isEqualTo("taken");
        assertThat(verified("anywhere")).isEqualTo("not-asked");
        assertThat(code(post(image, to(destination)))).isEqualTo("several-credentials");
        assertThat(code(post(image, with("anywhere", destination)))).isEqualTo("other-registry");

        JsonNode refused = ended(id(post(image, with("wrong", destination))), "failed");
        assertThat(refused.get("error").asString())
                .isEqualTo(guarded.host()
                        + " refused the credential wrong (401 Unauthorized). Nothing has arrived there yet.");
        call("POST", "/pushes/" + refused.get("id").asString() + "/retry", "{\"credential\":\"release-bot\"}", 202);
        JsonNode taken = ended(refused.get("id").asString(), "succeeded");
        assertThat(taken.get("attempts").asInt()).isEqualTo(2);
        assertThat(guarded.digest("team/" + workspace, "1", RunningSlipway.basic("robot", SECRET)))
                .isEqualTo(image.toString());

        String all = call("GET", "/credentials", "", 200).toString() + call("GET", "/pushes", "", 200);
        assertThat(all).contains("release-bot").doesNotContain(SECRET);
        call("DELETE", "/credentials/release-bot", "", 204);
        assertThat(code(post(image, with("release-bot", destination)))).isEqualTo("no-such-credential");
    }

    @Test
    void aTokenThatEndsInTheMiddleIsFetchedAgainOverASlowLine() {
        Digest image = image("app", 6, 9 * MB, 8 * MB);
        try (BadLine line = new BadLine(byToken.port()).slow(4 * MB)) {
            credential("robot", line.host(), SECRET);
            int before = tokens.given().size();

            succeeded(push("app", image, line.host() + "/team/" + workspace + ":1"));

            assertThat(tokens.given().size() - before).isGreaterThan(1);
            assertThat(tokens.given().getLast()).contains("repository:team/" + workspace + ":pull,push");
            assertThat(line.up()).isLessThan(18 * MB);
        }
    }

    @Test
    void aLineThatBreaksCostsLittle() {
        Digest image = image("app", 7, 20 * MB);
        // A break is a break for the token as well: it has ended when the line is back.
        try (BadLine line = new BadLine(byToken.port()).slow(12 * MB).breaksAfter(5 * MB, 9 * MB, 14 * MB)) {
            credential("robot", line.host(), SECRET);

            JsonNode pushed = succeeded(push("app", image, line.host() + "/team/" + workspace + ":1"));

            assertThat(pushed.get("attempts").asInt()).isEqualTo(1);
            // Each time from the beginning it would be 34 MB; what was on its way at a break is sent twice.
            assertThat(line.up()).isBetween(20L * MB, 30L * MB);
        }
    }

    @Test
    void oneDestinationFailsAndTheOtherDoesNotMind() {
        Digest image = image("app", 8, 100_000);
        String good = open.host() + "/team/" + workspace + ":1";
        String bad = "127.0.0.1:9/team/app:1";

        List<String> ids = ids(post(image, to(bad, good)));

        ended(ids.get(1), "succeeded");
        JsonNode failed = ended(ids.getFirst(), "failed");
        assertThat(failed.get("error").asString())
                .startsWith("127.0.0.1 can't be reached.")
                .endsWith("Nothing has arrived there yet.");
        assertThat(states(failed)).containsOnly("waiting");
    }

    @Test
    void aCancelledPushStopsAtOnceAndARetryGoesOn() {
        Digest image = image("app", 9, 12 * MB);
        try (BadLine line = new BadLine(open.port()).slow(3 * MB)) {
            String id = push("app", image, line.host() + "/team/" + workspace + ":1");
            await(id, push -> push.get("layers").get(0).get("sent").asLong() > 5 * MB);

            call("POST", "/pushes/" + id + "/cancel", "", 202);
            JsonNode cancelled = ended(id, "cancelled");
            assertThat(cancelled.get("layers").get(0).get("state").asString()).isEqualTo("waiting");
            awaitTrue(() -> line.connections() == 0);

            line.slow(Long.MAX_VALUE);
            call("POST", "/pushes/" + id + "/retry", "", 202);
            JsonNode pushed = ended(id, "succeeded");
            assertThat(pushed.get("attempts").asInt()).isEqualTo(2);
            assertThat(line.up()).isBetween(12L * MB, 17L * MB);
        }
    }

    @Test
    void aRestartGoesOnWhereItStopped() {
        Digest image = image("app", 10, 12 * MB);
        SmartLifecycle worker = slipway.context().getBean("pushWorker", SmartLifecycle.class);
        try (BadLine line = new BadLine(open.port()).slow(4 * MB)) {
            String id = push("app", image, line.host() + "/restart/" + workspace + ":1");
            await(id, push -> push.get("layers").get(0).get("sent").asLong() > 5 * MB);

            worker.stop();
            assertThat(call("GET", "/pushes/" + id, "", 200).get("status").asString())
                    .isEqualTo("queued");
            worker.start();

            JsonNode pushed = ended(id, "succeeded");
            assertThat(pushed.get("attempts").asInt()).isEqualTo(2);
            // From the beginning again it would be the 5 MB from before and 12 MB more; what was on its way is sent
            // twice.
            assertThat(line.up()).isBetween(12L * MB, 17L * MB);
        }
    }

    @Test
    void whatIsInsideTheNetworkIsNotPushedToAndNotTold() {
        Digest image = image("app", 11, 1000);
        List<String> inside =
                List.of("127.0.0.2:" + open.port(), "169.254.169.254", "[::1]:" + open.port(), "10.255.255.1:5000");

        List<String> errors = new ArrayList<>();
        for (String host : inside) {
            String name = host.replaceAll(":[0-9]+$", "");
            String id = push("app", image, host + "/team/app:1");
            errors.add(ended(id, "failed").get("error").asString().replace(name, "HOST"));
        }

        assertThat(errors).hasSize(4).allMatch(errors.getFirst()::equals);
    }

    @Test
    void whatCanNotBeADestinationIsRefused() {
        Digest image = image("app", 12, 1000);
        for (String destination :
                List.of("http://a.example/b", "a.example/B:1", "a.example/b@" + image, "", "a.example:99999/b")) {
            assertThat(code(post(image, to(destination)))).as(destination).isEqualTo("invalid-destination");
        }
        assertThat(code(post(image, "{\"destinations\":[]}"))).isEqualTo("destinations");
        assertThat(code(post(image, "{\"destinations\":[\"a.example/b\",\"a.example/b:latest\"]}")))
                .isEqualTo("same-destination");
        assertThat(post(Digest.of("never there"), "{\"destinations\":[\"a.example/b\"]}")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aPushOfAnotherWorkspaceIsNotThere() {
        Digest image = image("app", 13, 1000);
        String id = push("app", image, open.host() + "/team/" + workspace + ":1");
        ended(id, "succeeded");
        makeWorkspace();

        for (String address : List.of("/pushes/" + id, "/pushes/" + id + "/retry", "/pushes/" + id + "/cancel")) {
            String method = address.endsWith(id) ? "GET" : "POST";
            assertThat(slipway.call(token, method, base + address, "").statusCode())
                    .isEqualTo(404);
        }
        assertThat(call("GET", "/pushes", "", 200).get("items").size()).isZero();
    }

    // --- what the tests are written with

    private String push(String repository, Digest image, String destination) {
        assertThat(repository).isEqualTo("app");
        return id(post(image, to(destination)));
    }

    private HttpResponse<String> post(Digest image, String json) {
        return slipway.call(token, "POST", base + "/repositories/app/images/" + image + "/pushes", json);
    }

    private static String to(String... destinations) {
        return "{\"destinations\":[%s]}".formatted(quoted(destinations));
    }

    private static String with(String credential, String... destinations) {
        return "{\"destinations\":[%s],\"credential\":\"%s\"}".formatted(quoted(destinations), credential);
    }

    private static String quoted(String... words) {
        return Arrays.stream(words).map(word -> '"' + word + '"').collect(Collectors.joining(","));
    }

    private String id(HttpResponse<String> answer) {
        return ids(answer).getFirst();
    }

    private List<String> ids(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        JsonNode items = json(answer).get("items");
        return IntStream.range(0, items.size())
                .mapToObj(i -> items.get(i).get("id").asString())
                .toList();
    }

    private static String code(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(422);
        return json(answer).get("code").asString();
    }

    private JsonNode call(String method, String path, String body, int status) {
        HttpResponse<String> answer = slipway.call(token, method, base + path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer.body().isEmpty() ? json204() : json(answer);
    }

    private static JsonNode json204() {
        return JsonNodeFactory.instance.objectNode();
    }

    private void credential(String name, String registry, String secret) {
        call(
                "POST",
                "/credentials",
                "{\"name\":\"%s\",\"registry\":\"%s\",\"username\":\"robot\",\"secret\":\"%s\"}"
                        .formatted(name, registry, secret),
                201);
    }

    private String verified(String name) {
        return call("POST", "/credentials/" + name + "/verify", "", 200)
                .get("outcome")
                .asString();
    }

    private JsonNode succeeded(String id) {
        return ended(id, "succeeded");
    }

    private JsonNode ended(String id, String status) {
        JsonNode push = await(
                id,
                now -> !List.of("queued", "running").contains(now.get("status").asString()));
        assertThat(push.get("status").asString()).as(push.toString()).isEqualTo(status);
        return push;
    }

    private JsonNode await(String id, Predicate<JsonNode> condition) {
        JsonNode[] last = new JsonNode[1];
        awaitTrue(() -> {
            last[0] = call("GET", "/pushes/" + id, "", 200);
            return condition.test(last[0]);
        });
        return last[0];
    }

    private static void awaitTrue(BooleanSupplier condition) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("not within " + PATIENCE);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static List<String> states(JsonNode push) {
        JsonNode layers = push.get("layers");
        return IntStream.range(0, layers.size())
                .mapToObj(i -> layers.get(i).get("state").asString())
                .toList();
    }

    private static String child(Digest manifest, String architecture, String os) {
        return "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"%s\",\"size\":500,\"platform\":{\"architecture\":\"%s\",\"os\":\"%s\"}}"
                .formatted(manifest, architecture, os);
    }

    /** Pushes an image with layers of these sizes through the edge, as docker does. */
    private Digest image(String repository, int seed, int... sizes) {
        Random random = new Random(seed);
        StringBuilder layers = new StringBuilder();
        for (int size : sizes) {
            byte[] layer = new byte[size];
            random.nextBytes(layer);
            layers.append(layers.isEmpty() ? "" : ",")
                    .append(descriptor("layer.v1.tar", blob(repository, layer), size));
        }
        byte[] config =
                "{\"architecture\":\"amd64\",\"os\":\"linux\",\"seed\":%d,\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}"
                        .formatted(seed)
                        .getBytes(StandardCharsets.UTF_8);
        return manifest(
                repository,
                "application/vnd.oci.image.manifest.v1+json",
                "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":%s,\"layers\":[%s]}"
                        .formatted(descriptor("config.v1+json", blob(repository, config), config.length), layers));
    }

    private static String descriptor(String type, Digest digest, long size) {
        return "{\"mediaType\":\"application/vnd.oci.image.%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(type, digest, size);
    }

    private Digest blob(String repository, byte[] content) {
        Digest digest = Digest.of(content);
        HttpResponse<String> start = slipway.send(edge("/v2/%s/%s/blobs/uploads/".formatted(workspace, repository))
                .POST(HttpRequest.BodyPublishers.noBody()));
        String location = start.headers().firstValue("Location").orElseThrow();
        String path = location.substring(location.indexOf("/v2/"));
        HttpResponse<String> end = slipway.send(edge(path + (path.contains("?") ? "&" : "?") + "digest=" + digest)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(content)));
        assertThat(end.statusCode()).as(end.body()).isEqualTo(201);
        return digest;
    }

    private Digest manifest(String repository, String type, String json) {
        Digest digest = Digest.of(json);
        HttpResponse<String> answer =
                slipway.send(edge("/v2/%s/%s/manifests/%s".formatted(workspace, repository, digest))
                        .header("Content-Type", type)
                        .PUT(HttpRequest.BodyPublishers.ofString(json)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return digest;
    }

    private HttpRequest.Builder edge(String path) {
        return slipway.to(path).header("Authorization", RunningSlipway.basic(RunningSlipway.ADMIN, token));
    }
}
