package dev.slipway.web.registry;

import static dev.slipway.web.registry.EdgeUnderTest.basic;
import static dev.slipway.web.registry.EdgeUnderTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.Scope;
import dev.slipway.account.User;
import dev.slipway.build.LeasesOnly;
import dev.slipway.database.Fixtures;
import dev.slipway.database.OnBothDatabases;
import dev.slipway.image.ImageDetails;
import dev.slipway.image.Images;
import dev.slipway.image.RepositoryName;
import dev.slipway.image.TagMove;
import dev.slipway.image.TagName;
import dev.slipway.image.TagPolicy;
import dev.slipway.image.TagRules;
import dev.slipway.image.TagScope;
import dev.slipway.oci.Digest;
import dev.slipway.workspace.Role;
import dev.slipway.workspace.Seat;
import dev.slipway.workspace.Workspace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@OnBothDatabases(
        rooms = {"audit", "account", "workspace", "image", "web.registry"},
        with = {Fixtures.class, LeasesOnly.class, EdgeUnderTest.Processes.class, EdgeUnderTest.class})
class RegistryEdgeTest {

    @Autowired
    EdgeUnderTest edge;

    @Autowired
    Fixtures fixtures;

    @Autowired
    Images images;

    @Autowired
    TagRules rules;

    Workspace acme;
    User developer;
    User viewer;
    User maintainer;
    String push;

    @BeforeEach
    void aTeam() {
        acme = fixtures.workspace("acme");
        developer = fixtures.seat(acme, Role.DEVELOPER).caller().user();
        viewer = fixtures.seat(acme, Role.VIEWER).caller().user();
        maintainer = fixtures.seat(acme, Role.MAINTAINER).caller().user();
        push = edge.login(developer, Scope.WRITE);
    }

    @Test
    void whoIsNobodyIsToldWhereToGetAToken() throws Exception {
        HttpResponse<byte[]> ping = edge.send(edge.request("/v2/").GET());

        assertThat(ping.statusCode()).isEqualTo(401);
        assertThat(ping.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"http://" + edge.host() + "/v2/token\",service=\"slipway\"");
        assertThat(ping.headers().firstValue("Docker-Distribution-Api-Version")).contains("registry/2.0");
        assertThat(text(ping)).contains("\"UNAUTHORIZED\"");
    }

    @Test
    void anAccessTokenLogsIn() throws Exception {
        assertThat(edge.get("/v2/", push).statusCode()).isEqualTo(200);
        assertThat(edge.get("/v2/", basic("somebody-else", edge.token(developer, Optional.empty(), Scope.READ)))
                        .statusCode())
                .isEqualTo(401);
        assertThat(edge.get("/v2/", basic(developer.name(), "slp_0000")).statusCode())
                .isEqualTo(401);
    }

    @Test
    void aBuildDaemonIsAskedForItsTokenAndNotSentForAnother() throws Exception {
        HttpResponse<byte[]> head = edge.send(edge.request("/v2/acme/app/manifests/v1")
                .header("User-Agent", "buildkit/v0.33")
                .GET());

        assertThat(head.statusCode()).isEqualTo(401);
        assertThat(head.headers().allValues("WWW-Authenticate")).containsExactly("Basic realm=\"Slipway\"");
    }

    @Test
    void whoCallsHimselfADaemonGetsInNowhereElse() throws Exception {
        pushImage("acme/app", "v1", TinyImage.of("one"), push);
        String outsider = edge.login(fixtures.user("outsider"), Scope.READ);

        assertThat(edge.send(edge.request("/v2/acme/app/manifests/v1")
                                .header("User-Agent", "buildkit/v0.33")
                                .header("Authorization", push)
                                .GET())
                        .statusCode())
                .isEqualTo(200);
        assertThat(edge.send(edge.request("/v2/acme/app/manifests/v1")
                                .header("User-Agent", "buildkit/v0.33")
                                .header("Authorization", outsider)
                                .GET())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void whatIsPushedIsPulledAndWrittenDown() throws Exception {
        TinyImage image = TinyImage.of("one");
        pushImage("acme/app", "v1", image, push);

        HttpResponse<byte[]> manifest = edge.get("/v2/acme/app/manifests/v1", edge.login(viewer, Scope.READ));
        assertThat(manifest.statusCode()).isEqualTo(200);
        assertThat(manifest.body()).isEqualTo(image.manifest());
        assertThat(manifest.headers().firstValue("Docker-Content-Digest"))
                .contains(image.digest().toString());
        HttpResponse<byte[]> layer =
                edge.get("/v2/acme/app/blobs/" + Digest.of(image.layer()), edge.login(viewer, Scope.READ));
        assertThat(layer.body()).isEqualTo(image.layer());

        ImageDetails details = images.image(acme.id(), new RepositoryName("app"), image.digest());
        assertThat(details.size()).isEqualTo(image.size());
        assertThat(details.actor()).contains(developer.name());
        assertThat(details.tags()).containsExactly(new TagName("v1"));
        assertThat(details.platforms()).singleElement().satisfies(platform -> {
            assertThat(platform.platform()).hasToString("linux/amd64");
            assertThat(platform.config().execution().cmd()).containsExactly("python3", "my-app.py");
            assertThat(platform.layers())
                    .extracting(made -> made.instruction())
                    .containsExactly("COPY my-app.py /app/", "CMD [\"python3\" \"my-app.py\"]");
            assertThat(platform.layers().getFirst().digest()).contains(Digest.of(image.layer()));
            assertThat(platform.layers().getLast().isConfigurationOnly()).isTrue();
        });
    }

    @Test
    void everyMoveOfATagIsInItsHistory() throws Exception {
        TinyImage one = TinyImage.of("one");
        TinyImage two = TinyImage.of("two");
        pushImage("acme/app", "latest", one, push);
        pushImage("acme/app", "latest", two, push);
        pushImage("acme/app", "latest", two, push);
        assertThat(edge.send("DELETE", "/v2/acme/app/manifests/latest", edge.login(maintainer, Scope.WRITE), nothing())
                        .statusCode())
                .isEqualTo(202);

        List<TagMove> history = images.history(acme.id(), new RepositoryName("app"), new TagName("latest"));

        assertThat(history)
                .extracting(TagMove::from)
                .containsExactly(Optional.of(two.digest()), Optional.of(one.digest()), Optional.empty());
        assertThat(history)
                .extracting(TagMove::to)
                .containsExactly(Optional.empty(), Optional.of(two.digest()), Optional.of(one.digest()));
        assertThat(history.getFirst().actor()).contains(maintainer.name());
        assertThat(edge.get("/v2/acme/app/manifests/latest", push).statusCode()).isEqualTo(404);
        assertThat(edge.get("/v2/acme/app/manifests/" + two.digest(), push).statusCode())
                .isEqualTo(200);
    }

    @Test
    void anImageGoesWithItsOnlyTagAndStaysForASecondOne() throws Exception {
        TinyImage image = TinyImage.of("gone");
        pushImage("acme/app", "a", image, push);
        pushImage("acme/app", "b", image, push);
        String keeper = edge.login(maintainer, Scope.WRITE);

        HttpResponse<byte[]> needed =
                edge.send("DELETE", "/v2/acme/app/manifests/" + image.digest(), keeper, nothing());
        assertDenied(needed);
        assertThat(text(needed)).contains("needed by the tags a, b");
        assertThat(edge.get("/v2/acme/app/manifests/a", push).statusCode()).isEqualTo(200);
        assertThat(edge.send("DELETE", "/v2/acme/app/manifests/b", keeper, nothing())
                        .statusCode())
                .isEqualTo(202);
        assertThat(edge.send("DELETE", "/v2/acme/app/manifests/" + image.digest(), keeper, nothing())
                        .statusCode())
                .isEqualTo(202);

        assertThat(text(edge.get("/v2/acme/app/tags/list", push))).isEqualTo("{\"name\":\"acme/app\",\"tags\":[]}");
        assertThat(edge.get("/v2/acme/app/manifests/a", push).statusCode()).isEqualTo(404);
        assertThat(images.history(acme.id(), new RepositoryName("app"), new TagName("a"))
                        .getFirst()
                        .reason())
                .isEqualTo("image deleted");
    }

    @Test
    void aBlobIsNotTakenFromUnderAnImage() throws Exception {
        TinyImage image = TinyImage.of("floor");
        pushImage("acme/app", "a", image, push);

        HttpResponse<byte[]> answer = edge.send(
                "DELETE",
                "/v2/acme/app/blobs/" + Digest.of(image.layer()),
                edge.login(maintainer, Scope.WRITE),
                nothing());

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(text(answer)).contains("UNSUPPORTED");
        assertThat(edge.get("/v2/acme/app/blobs/" + Digest.of(image.layer()), push)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aPushThatARuleForbidsIsDeniedWithASentence() throws Exception {
        TinyImage one = TinyImage.of("one");
        TinyImage two = TinyImage.of("two");
        pushImage("acme/app", "stable", one, push);
        pushImage("acme/app", "v1", one, push);
        pushImage("acme/app", "latest", two, push);
        Seat keeper = fixtures.seat(acme, Role.MAINTAINER);
        rules.protect(keeper, new RepositoryName("app"), new TagName("stable"));
        rules.add(keeper, new TagScope("app", "v*"), new TagPolicy.Immutability());

        assertRefused(putManifest("acme/app", "stable", two, push), "stable of app is protected");
        assertRefused(putManifest("acme/app", "v1", two, push), "v1 of app is immutable");
        String login = edge.login(maintainer, Scope.WRITE);
        assertRefused(edge.send("DELETE", "/v2/acme/app/manifests/stable", login, nothing()), "is protected");
        assertThat(putManifest("acme/app", "stable", one, push).statusCode())
                .as("what it names already")
                .isEqualTo(201);
        assertThat(edge.send("DELETE", "/v2/acme/app/manifests/v1", login, nothing())
                        .statusCode())
                .isEqualTo(202);
        assertRefused(
                putManifest("acme/app", "v1", two, push),
                "it names " + one.digest().toString().substring(0, 19));
        assertThat(putManifest("acme/app", "v1", one, push).statusCode()).isEqualTo(201);
        assertThat(edge.get("/v2/acme/app/manifests/stable", push).body()).isEqualTo(one.manifest());
    }

    private static void assertRefused(HttpResponse<byte[]> answer, String words) {
        assertDenied(answer);
        assertThat(text(answer)).contains(words);
    }

    @Test
    void aRoleDoesWhatItMayAndNoMore() throws Exception {
        TinyImage image = TinyImage.of("roles");
        pushImage("acme/app", "v1", image, push);
        String reads = edge.login(viewer, Scope.ADMIN);

        assertThat(edge.get("/v2/acme/app/manifests/v1", reads).statusCode()).isEqualTo(200);
        assertDenied(edge.send("POST", "/v2/acme/app/blobs/uploads/", reads, nothing()));
        assertDenied(edge.send("PUT", "/v2/acme/app/manifests/v2", reads, image.manifest()));
        assertDenied(edge.send("DELETE", "/v2/acme/app/manifests/v1", push, nothing()));
        assertDenied(edge.send("DELETE", "/v2/acme/app/blobs/" + Digest.of(image.layer()), push, nothing()));
        // The role would do, the token is for reading.
        assertDenied(edge.send("POST", "/v2/acme/app/blobs/uploads/", edge.login(developer, Scope.READ), nothing()));
    }

    @Test
    void anotherWorkspaceIsLikeOneThatNeverWas() throws Exception {
        Workspace other = fixtures.workspace("other");
        User stranger = fixtures.seat(other, Role.OWNER).caller().user();
        TinyImage image = TinyImage.of("secret");
        pushImage("acme/app", "v1", image, push);
        String theirs = edge.login(stranger, Scope.ADMIN);

        for (String target : List.of(
                "manifests/v1",
                "manifests/" + image.digest(),
                "blobs/" + Digest.of(image.layer()),
                "tags/list",
                "referrers/" + image.digest())) {
            HttpResponse<byte[]> there = edge.get("/v2/acme/app/" + target, theirs);
            HttpResponse<byte[]> nowhere = edge.get("/v2/nobody/app/" + target, theirs);
            assertThat(there.statusCode()).as(target).isEqualTo(404);
            assertThat(there.body()).as(target).isEqualTo(nowhere.body());
            assertThat(headerNames(there)).isEqualTo(headerNames(nowhere));
        }
        assertThat(edge.send("POST", "/v2/acme/app/blobs/uploads/", theirs, nothing())
                        .statusCode())
                .isEqualTo(404);
        // The machine's base images may be on the library shelf by now.
        assertThat(text(edge.get("/v2/_catalog", theirs))).doesNotContain("acme");
        assertThat(text(edge.get("/v2/_catalog", push))).contains("\"acme/app\"");
    }

    @Test
    void aTokenOfOneWorkspaceOpensNoOther() throws Exception {
        Workspace second = fixtures.workspace("second");
        User both = fixtures.seat(second, Role.OWNER).caller().user();
        String bound = edge.loginTo(both, acme, Scope.WRITE);

        assertThat(edge.get("/v2/second/app/tags/list", bound).statusCode()).isEqualTo(404);
        assertThat(edge.send("POST", "/v2/second/app/blobs/uploads/", bound, nothing())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aBearerTokenIsGoodForWhatItWasAskedFor() throws Exception {
        pushImage("acme/app", "v1", TinyImage.of("bearer"), push);
        String pull = bearer(push, "repository:acme/app:pull");
        String all = bearer(push, "repository:acme/app:pull,push,delete");

        assertThat(edge.get("/v2/acme/app/manifests/v1", pull).statusCode()).isEqualTo(200);
        HttpResponse<byte[]> tooMuch = edge.send("POST", "/v2/acme/app/blobs/uploads/", pull, nothing());
        assertThat(tooMuch.statusCode()).isEqualTo(401);
        assertThat(tooMuch.headers().firstValue("WWW-Authenticate").orElse(""))
                .contains("scope=\"repository:acme/app:pull,push\"", "error=\"insufficient_scope\"");
        assertThat(edge.send("POST", "/v2/acme/app/blobs/uploads/", all, nothing())
                        .statusCode())
                .isEqualTo(202);
        assertDenied(edge.send("DELETE", "/v2/acme/app/manifests/v1", all, nothing()));
        assertThat(edge.get("/v2/acme/app/manifests/v1", all + "x").statusCode())
                .isEqualTo(401);
    }

    @Test
    void theTokenServiceAlsoTakesAForm() throws Exception {
        String secret = edge.token(developer, Optional.empty(), Scope.WRITE);
        String form = "grant_type=password&service=slipway&client_id=test&username=" + developer.name() + "&password="
                + secret + "&scope=repository%3Aacme%2Fapp%3Apull%2Cpush";

        HttpResponse<byte[]> response = edge.send(edge.request("/v2/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(text(response)).contains("\"access_token\"", "repository:acme/app:pull,push");
        assertThat(edge.send(edge.request("/v2/token").GET()).statusCode()).isEqualTo(401);
    }

    @Test
    void aMountNeedsTheRightToPullThere() throws Exception {
        Workspace other = fixtures.workspace("other");
        String theirs = edge.login(fixtures.seat(other, Role.OWNER).caller().user(), Scope.ADMIN);
        TinyImage image = TinyImage.of("mounted");
        pushImage("acme/app", "v1", image, push);
        String mount = "/blobs/uploads/?mount=" + Digest.of(image.layer()) + "&from=acme/app";

        assertThat(edge.send("POST", "/v2/acme/second" + mount, push, nothing()).statusCode())
                .isEqualTo(201);
        HttpResponse<byte[]> stolen = edge.send("POST", "/v2/other/mine" + mount, theirs, nothing());
        assertThat(stolen.statusCode()).isEqualTo(202);
        assertThat(edge.get("/v2/other/mine/blobs/" + Digest.of(image.layer()), theirs)
                        .statusCode())
                .isEqualTo(404);
        assertThat(edge.send("POST", "/v2/acme/second" + mount + "&from=acme/app", push, nothing())
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aFormInTheBodyOverridesNothing() throws Exception {
        Workspace other = fixtures.workspace("other");
        String theirs = edge.login(fixtures.seat(other, Role.OWNER).caller().user(), Scope.ADMIN);
        TinyImage image = TinyImage.of("form");
        pushImage("acme/app", "v1", image, push);
        String form = "mount=" + Digest.of(image.layer()) + "&from=" + acme.id().value() + "%2Fapp";

        edge.send(edge.request("/v2/other/mine/blobs/uploads/")
                .header("Authorization", theirs)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));

        assertThat(edge.get("/v2/other/mine/blobs/" + Digest.of(image.layer()), theirs)
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/acme/../other/app/manifests/v1",
                "/v2/acme/%2e%2e/other/manifests/v1",
                "/v2/acme/%252e%252e/other/manifests/v1",
                "/v2/acme//app/manifests/v1",
                "/v2/acme%2fapp/manifests/v1",
                "/v2//acme/app/manifests/v1",
                "/v2/ACME/app/manifests/v1",
                "/v2/acme/app;x=y/manifests/v1",
                "/v2/acme/a..b/manifests/v1",
                "/v2/acme/app/manifests/..",
                "/v2/acme/app/manifests/.hidden",
                "/v2/acme/app/manifests/sha256:123",
                "/v2/acme/app/blobs/sha256:../../../../etc/passwd",
                "/v2/acme/app/blobs/uploads/../../../x",
                "/v2/acme/app/tags/list/x",
                "/v2/acme/manifests/v1",
                "/v2/acme/app/manifests/%00",
                "/v2/acme/app/_layers",
            })
    void everyTrickEndsIn400Or404(String target) throws Exception {
        for (String method : List.of("GET", "PUT", "DELETE", "POST", "PATCH")) {
            assertThat(raw(method, target)).as(method).isIn(400, 404, 405);
        }
    }

    @Test
    void anOverLongNameIsRefusedBeforeTheStoreSeesIt() throws Exception {
        for (int length : List.of(65, 201, 255, 5000)) {
            HttpResponse<byte[]> response = edge.get("/v2/acme/" + "a".repeat(length) + "/manifests/v1", push);
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(text(response)).contains("NAME_INVALID");
        }
        String longest = "a".repeat(64) + "/" + "b".repeat(64) + "/" + "c".repeat(64);
        pushImage("acme/" + longest, "v1", TinyImage.of("long"), push);
    }

    @Test
    void aManifestHasALimit() throws Exception {
        byte[] content = new byte[(4 << 20) + 1];
        HttpResponse<byte[]> response = edge.send(edge.request("/v2/acme/app/manifests/v1")
                .header("Authorization", push)
                .header("Content-Type", TinyImage.MANIFEST_TYPE)
                .PUT(BodyPublishers.ofByteArray(content)));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(text(response)).contains("4 MiB");
    }

    @Test
    void aManifestWithoutItsBlobsIsRefusedAndNothingIsKept() throws Exception {
        HttpResponse<byte[]> response = putManifest("acme/app", "v1", TinyImage.of("no blobs"), push);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(text(response))
                .contains("MANIFEST_BLOB_UNKNOWN")
                .doesNotContain(acme.id().value().toString());
        assertThat(text(edge.get("/v2/_catalog", push))).isEqualTo("{\"repositories\":[]}");
    }

    @Test
    void rangesAreServed() throws Exception {
        byte[] blob = new byte[1 << 20];
        new Random(7).nextBytes(blob);
        pushBlob("acme/app", blob, push);
        String target = "/v2/acme/app/blobs/" + Digest.of(blob);

        HttpResponse<byte[]> middle = ranged(target, "bytes=1000-1999");
        assertThat(middle.statusCode()).isEqualTo(206);
        assertThat(middle.headers().firstValue("Content-Range")).contains("bytes 1000-1999/1048576");
        assertThat(middle.body()).isEqualTo(Arrays.copyOfRange(blob, 1000, 2000));
        assertThat(ranged(target, "bytes=-10").body())
                .isEqualTo(Arrays.copyOfRange(blob, blob.length - 10, blob.length));
        assertThat(ranged(target, "bytes=1048570-").body()).hasSize(6);
        HttpResponse<byte[]> beyond = ranged(target, "bytes=1048576-");
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(beyond.headers().firstValue("Content-Range")).contains("bytes */1048576");
        assertThat(edge.send(edge.request(target)
                                .header("Authorization", push)
                                .header("If-None-Match", "\"" + Digest.of(blob) + "\"")
                                .GET())
                        .statusCode())
                .isEqualTo(304);
        HttpResponse<byte[]> head =
                edge.send(edge.request(target).header("Authorization", push).method("HEAD", nothing()));
        assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(1 << 20);
        assertThat(edge.get(target, push).body()).isEqualTo(blob);
    }

    @Test
    void chunksGoInOrderOrNotAtAll() throws Exception {
        byte[] blob = new byte[300_000];
        new Random(8).nextBytes(blob);
        String upload = location(edge.send("POST", "/v2/acme/app/blobs/uploads/", push, nothing()));

        HttpResponse<byte[]> first = chunk(upload, blob, 0, 100_000);
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(first.headers().firstValue("Range")).contains("0-99999");
        assertThat(chunk(location(first), blob, 200_000, 300_000).statusCode()).isEqualTo(416);
        HttpResponse<byte[]> second = chunk(location(first), blob, 100_000, 300_000);
        HttpResponse<byte[]> end = edge.send("PUT", location(second) + "&digest=" + Digest.of(blob), push, nothing());
        assertThat(end.statusCode()).isEqualTo(201);
        assertThat(edge.get(location(end), push).body()).isEqualTo(blob);
    }

    /** As {@code docker push} sends a layer that it packs while it sends. */
    @Test
    void aBlobWhoseLengthNobodyKnowsIsStoredWhole() throws Exception {
        byte[] blob = new byte[3_000_001];
        new Random(10).nextBytes(blob);
        String upload = location(edge.send("POST", "/v2/acme/app/blobs/uploads/", push, nothing()));

        HttpResponse<byte[]> sent = edge.send(edge.request(upload)
                .header("Authorization", push)
                .header("Content-Type", "application/octet-stream")
                .method("PATCH", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(blob))));

        assertThat(sent.statusCode()).as(text(sent)).isEqualTo(202);
        assertThat(sent.headers().firstValue("Range")).contains("0-3000000");
        HttpResponse<byte[]> end = edge.send("PUT", location(sent) + "&digest=" + Digest.of(blob), push, nothing());
        assertThat(end.statusCode()).isEqualTo(201);
        assertThat(edge.get(location(end), push).body()).isEqualTo(blob);
    }

    @Test
    void anUploadThatBreaksOffLeavesNothingVisible() throws Exception {
        byte[] blob = new byte[500_000];
        new Random(9).nextBytes(blob);
        String upload = location(edge.send("POST", "/v2/acme/app/blobs/uploads/", push, nothing()));

        String[] host = edge.host().split(":", 2);
        try (Socket socket = new Socket(host[0], Integer.parseInt(host[1]))) {
            OutputStream out = socket.getOutputStream();
            out.write(("PUT " + upload + "&digest=" + Digest.of(blob) + " HTTP/1.1\r\nHost: " + edge.host()
                            + "\r\nAuthorization: " + push + "\r\nContent-Length: " + blob.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(blob, 0, 250_000);
            out.flush();
        }

        assertThat(edge.get("/v2/acme/app/blobs/" + Digest.of(blob), push).statusCode())
                .isEqualTo(404);
        assertThat(text(edge.get("/v2/_catalog", push))).isEqualTo("{\"repositories\":[]}");
        pushBlob("acme/app", blob, push);
        assertThat(edge.get("/v2/acme/app/blobs/" + Digest.of(blob), push).body())
                .isEqualTo(blob);
    }

    @Test
    void anUploadOfOneRepositoryIsNoneOfAnother() throws Exception {
        Workspace other = fixtures.workspace("other");
        String theirs = edge.login(fixtures.seat(other, Role.OWNER).caller().user(), Scope.ADMIN);
        String upload = location(edge.send("POST", "/v2/acme/app/blobs/uploads/", push, nothing()));

        HttpResponse<byte[]> stolen =
                edge.send("PATCH", upload.replace("/acme/app/", "/other/app/"), theirs, new byte[10]);

        assertThat(stolen.statusCode()).isIn(400, 404);
    }

    @Test
    void theLibraryIsForEverybodyToPullAndForAdministratorsToPush() throws Exception {
        HttpResponse<byte[]> pull = edge.get("/v2/library/not-on-the-shelf/manifests/1?ns=docker.io", push);
        assertThat(pull.statusCode()).isEqualTo(404);
        assertDenied(edge.send("POST", "/v2/library/debian/blobs/uploads/", push, nothing()));
    }

    @Test
    void whatRefersToAnImageIsListed() throws Exception {
        TinyImage image = TinyImage.of("subject");
        pushImage("acme/app", "v1", image, push);
        TinyImage sbom = image.about(image.digest());
        HttpResponse<byte[]> stored = putManifest("acme/app", sbom.digest().toString(), sbom, push);

        assertThat(stored.headers().firstValue("OCI-Subject"))
                .contains(image.digest().toString());
        HttpResponse<byte[]> referrers = edge.get(
                "/v2/acme/app/referrers/" + image.digest() + "?artifactType=application/vnd.example.sbom", push);
        assertThat(referrers.statusCode()).isEqualTo(200);
        assertThat(referrers.headers().firstValue("OCI-Filters-Applied")).contains("artifactType");
        assertThat(text(referrers)).contains(sbom.digest().toString(), "application/vnd.example.sbom");
        assertThat(text(edge.get("/v2/acme/app/referrers/" + sbom.digest(), push)))
                .contains("\"manifests\":[]");
    }

    @Test
    void tagsAreListedPageByPage() throws Exception {
        TinyImage image = TinyImage.of("tags");
        for (String tag : List.of("a", "b", "c")) {
            pushImage("acme/app", tag, image, push);
        }

        HttpResponse<byte[]> page = edge.get("/v2/acme/app/tags/list?n=2", push);

        assertThat(text(page)).contains("[\"a\",\"b\"]");
        Matcher next = Pattern.compile("<(.+)>; rel=\"next\"")
                .matcher(page.headers().firstValue("Link").orElse(""));
        assertThat(next.matches()).isTrue();
        assertThat(text(edge.get(next.group(1), push))).contains("[\"c\"]");
        assertThat(edge.get("/v2/acme/app/tags/list?n=-1", push).statusCode()).isEqualTo(400);
        assertThat(edge.get("/v2/acme/nothing/tags/list", push).statusCode()).isEqualTo(404);
    }

    /** Tomcat closes a connection after a number of requests, whatever they were. */
    private static Set<String> headerNames(HttpResponse<byte[]> answer) {
        return answer.headers().map().keySet().stream()
                .filter(name -> !name.equals("connection"))
                .collect(Collectors.toSet());
    }

    private void pushImage(String name, String tag, TinyImage image, String login) throws Exception {
        pushBlob(name, image.config(), login);
        pushBlob(name, image.layer(), login);
        HttpResponse<byte[]> put = putManifest(name, tag, image, login);
        assertThat(put.statusCode()).as(text(put)).isEqualTo(201);
        assertThat(put.headers().firstValue("Location")).contains("/v2/" + name + "/manifests/" + image.digest());
    }

    private HttpResponse<byte[]> putManifest(String name, String reference, TinyImage image, String login)
            throws Exception {
        return edge.send(edge.request("/v2/" + name + "/manifests/" + reference)
                .header("Authorization", login)
                .header("Content-Type", TinyImage.MANIFEST_TYPE)
                .PUT(BodyPublishers.ofByteArray(image.manifest())));
    }

    private void pushBlob(String name, byte[] blob, String login) throws Exception {
        String upload = location(edge.send("POST", "/v2/" + name + "/blobs/uploads/", login, nothing()));
        HttpResponse<byte[]> put = edge.send("PUT", upload + "&digest=" + Digest.of(blob), login, blob);
        assertThat(put.statusCode()).as(text(put)).isEqualTo(201);
    }

    private HttpResponse<byte[]> chunk(String upload, byte[] blob, int from, int to) throws Exception {
        return edge.send(edge.request(upload)
                .header("Authorization", push)
                .header("Content-Range", from + "-" + (to - 1))
                .header("Content-Type", "application/octet-stream")
                .method("PATCH", BodyPublishers.ofByteArray(blob, from, to - from)));
    }

    private HttpResponse<byte[]> ranged(String target, String range) throws Exception {
        return edge.send(edge.request(target)
                .header("Authorization", push)
                .header("Range", range)
                .GET());
    }

    private String bearer(String login, String scope) throws Exception {
        HttpResponse<byte[]> response = edge.get("/v2/token?service=slipway&scope=" + scope, login);
        assertThat(response.statusCode()).isEqualTo(200);
        Matcher token = Pattern.compile("\"token\":\"([^\"]+)\"").matcher(text(response));
        assertThat(token.find()).isTrue();
        return "Bearer " + token.group(1);
    }

    /** The status of a request whose target no client library would send. */
    private int raw(String method, String target) throws IOException {
        String[] host = edge.host().split(":", 2);
        try (Socket socket = new Socket(host[0], Integer.parseInt(host[1]))) {
            socket.getOutputStream()
                    .write((method + " " + target + " HTTP/1.1\r\nHost: " + edge.host() + "\r\nAuthorization: " + push
                                    + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.split(" ", 3)[1]);
        }
    }

    private static BodyPublisher nothing() {
        return BodyPublishers.noBody();
    }

    private static void assertDenied(HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).as(text(response)).isEqualTo(403);
        assertThat(text(response)).contains("\"DENIED\"");
    }

    private static String location(HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).as(text(response)).isIn(201, 202);
        return response.headers().firstValue("Location").orElseThrow();
    }
}
