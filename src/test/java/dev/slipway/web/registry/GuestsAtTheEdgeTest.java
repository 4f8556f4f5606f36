package dev.slipway.web.registry;

import static dev.slipway.web.RunningSlipway.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.web.LinkedBuild;
import dev.slipway.web.RunningSlipway;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Every kind of address below {@code /v2/} with the key of a link to a build: it lets pull that build's image by digest. */
class GuestsAtTheEdgeTest {

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    private static final String NO_DIGEST = "sha256:" + "0".repeat(64);

    private final RunningSlipway slipway = RunningSlipway.get();

    /** One address. */
    private record Place(String path, boolean pulls) {}

    @Test
    void everyKindOfAddressIsWalked() {
        Set<String> walked = addresses(LinkedBuild.get())
                .map(place -> Target.parse(place.path()).getClass().getSimpleName())
                .collect(Collectors.toSet());

        assertThat(walked).isEqualTo(kinds(Target.class).collect(Collectors.toSet()));
    }

    @TestFactory
    Stream<DynamicTest> aGuestPullsHisImageAndDoesNothingElse() {
        LinkedBuild linked = LinkedBuild.get();
        return addresses(linked)
                .flatMap(place -> METHODS.stream()
                        .map(method -> DynamicTest.dynamicTest(method + " " + place.path(), () -> {
                            int status = status(linked, method, place.path());
                            boolean reads = method.equals("GET") || method.equals("HEAD");
                            if (place.pulls() && reads) {
                                assertThat(status).isEqualTo(200);
                            } else if (Target.parse(place.path()) instanceof Target.Ping
                                    || (Target.parse(place.path()) instanceof Target.TokenService
                                            && method.equals("GET"))) {
                                assertThat(status)
                                        .as("says who he is, and no more")
                                        .isEqualTo(200);
                            } else {
                                assertThat(status).isIn(400, 401, 403, 404, 405);
                            }
                        })));
    }

    private Stream<Place> addresses(LinkedBuild linked) {
        String own = linked.workspace() + "/app";
        JsonNode image = json(answer(linked, "GET", "/v2/" + own + "/manifests/" + linked.digest()));
        String config = image.get("config").get("digest").asString();
        String layer = image.get("layers").get(0).get("digest").asString();
        Stream<Place> its = Stream.of(
                new Place("/v2/" + own + "/manifests/" + linked.digest(), true),
                new Place("/v2/" + own + "/blobs/" + config, true),
                new Place("/v2/" + own + "/blobs/" + layer, true),
                new Place("/v2/" + own + "/blobs/" + NO_DIGEST, false),
                new Place("/v2/" + own + "/manifests/v1", false));
        Stream<Place> nobodys = Stream.of("/v2/", "/v2/token", "/v2/_catalog").map(path -> new Place(path, false));
        Stream<Place> others = Stream.of(linked.workspace() + "/other", "library/app", "never-was/app")
                .flatMap(name -> Stream.of("/manifests/" + linked.digest(), "/manifests/v1", "/blobs/" + layer)
                        .map(rest -> new Place("/v2/" + name + rest, false)));
        Stream<Place> lists = Stream.of(own, linked.workspace() + "/other", "library/app")
                .flatMap(name -> Stream.of(
                                "/tags/list",
                                "/referrers/" + linked.digest(),
                                "/blobs/uploads/",
                                "/blobs/uploads/b7a67e44-0000-4000-8000-000000000000")
                        .map(rest -> new Place("/v2/" + name + rest, false)));
        return Stream.of(its, nobodys, others, lists).flatMap(places -> places);
    }

    private int status(LinkedBuild linked, String method, String path) {
        return answer(linked, method, path).statusCode();
    }

    private HttpResponse<String> answer(LinkedBuild linked, String method, String path) {
        return slipway.send(slipway.to(path)
                .header("Authorization", RunningSlipway.basic("link", linked.key()))
                .method(method, BodyPublishers.noBody()));
    }

    /** The records below a sealed interface. */
    private static Stream<String> kinds(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .flatMap(kind -> kind.isSealed() ? kinds(kind) : Stream.of(kind.getSimpleName()));
    }
}
