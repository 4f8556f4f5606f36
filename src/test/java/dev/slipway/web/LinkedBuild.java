package dev.slipway.web;

import static dev.slipway.web.RunningSlipway.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/**
 * A workspace with one build, {@code #1} of the project {@code app}, whose image is {@code app:v1}, and a link to it that shows
 * all that a link can show: what a stranger holds who was given the link and nothing else. One for all tests that ask.
 *
 * @param digest of the image
 * @param key of the link
 */
public record LinkedBuild(String workspace, String digest, String key) {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final class Made {
        static final LinkedBuild BUILD = make(RunningSlipway.get());
    }

    /** The one of this JVM, made for whoever asks first. */
    public static LinkedBuild get() {
        return Made.BUILD;
    }

    private static LinkedBuild make(RunningSlipway slipway) {
        String workspace = "linked-" + UUID.randomUUID();
        String token = slipway.token(RunningSlipway.ADMIN, "{\"name\":\"linked\",\"scopes\":[\"write\"]}");
        String base = "/api/v1/workspaces/" + workspace;
        slipway.call(token, "POST", "/api/v1/workspaces", "{\"name\":\"" + workspace + "\"}");
        slipway.call(token, "POST", base + "/projects", "{\"name\":\"app\"}");
        slipway.send(slipway.to(base + "/projects/app/files/Dockerfile")
                .header("Authorization", "Bearer " + token)
                .PUT(BodyPublishers.ofString("FROM scratch\nCOPY Dockerfile /\n")));
        slipway.call(token, "POST", base + "/projects/app/builds", "{\"tags\":[\"app:v1\"]}");
        String digest = built(slipway, token, base).get("image").get("digest").asString();
        HttpResponse<String> link = slipway.call(
                token, "POST", base + "/builds/1/links", "{\"shows\":[\"summary\",\"log\",\"source\",\"pull\"]}");
        assertThat(link.statusCode()).as(link.body()).isEqualTo(201);
        String url = json(link).get("url").asString();
        return new LinkedBuild(workspace, digest, url.substring(url.indexOf("/s/") + "/s/".length()));
    }

    private static JsonNode built(RunningSlipway slipway, String token, String base) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            HttpResponse<String> build = slipway.call(token, "GET", base + "/builds/1", "");
            assertThat(build.statusCode()).as(build.body()).isEqualTo(200);
            String status = json(build).get("status").asString();
            if (status.equals("succeeded")) {
                return json(build);
            }
            assertThat(status).as(build.body()).isIn("queued", "running");
            assertThat(System.nanoTime()).as("%s", build.body()).isLessThan(until);
            LockSupport.parkNanos(50_000_000);
        }
    }
}
