package dev.slipway.journey;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A REST client of Slipway, written against the published contract only. */
final class Api implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> ENDED = Set.of("succeeded", "failed", "cancelled", "interrupted");

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI address;
    private final String token;

    private Api(URI address, String token) {
        this.address = address;
        this.token = token;
    }

    /** Signs in by name and password and goes on with a fresh access token. */
    static Api signedIn(URI address, String name, String password) throws IOException, InterruptedException {
        String basic = Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(address.resolve("/api/v1/tokens"))
                            .header("Authorization", "Basic " + basic)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(
                                    "{\"name\":\"journey\",\"scopes\":[\"read\",\"write\",\"admin\"]}"))
                            .build(),
                    BodyHandlers.ofString());
            return new Api(
                    address,
                    JSON.readTree(expect(201, answer)).required("token").asString());
        }
    }

    String token() {
        return token;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(expect(200, send("GET", path, BodyPublishers.noBody(), "application/json")));
    }

    String text(String path) throws IOException, InterruptedException {
        return expect(200, send("GET", path, BodyPublishers.noBody(), "text/plain"));
    }

    JsonNode post(String path, int status, String body) throws IOException, InterruptedException {
        return JSON.readTree(expect(status, send("POST", path, BodyPublishers.ofString(body), "application/json")));
    }

    JsonNode put(String path, int status, byte[] body) throws IOException, InterruptedException {
        return JSON.readTree(
                expect(status, send("PUT", path, BodyPublishers.ofByteArray(body), "application/octet-stream")));
    }

    HttpResponse<String> send(String method, String path, BodyPublisher body, String type)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(address.resolve(path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", type)
                        .header("Accept", type.startsWith("text/") ? type : "application/json")
                        .timeout(Duration.ofMinutes(2))
                        .method(method, body)
                        .build(),
                BodyHandlers.ofString());
    }

    /** The build at {@code path} as soon as its status is {@code status}; an end of another kind fails at once. */
    JsonNode await(String path, String status, Duration deadline) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(deadline);
        JsonNode build = get(path);
        while (Instant.now().isBefore(end)) {
            String now = build.required("status").asString();
            if (now.equals(status)) {
                return build;
            }
            if (ENDED.contains(now)) {
                throw new AssertionError("expected " + status + ", but the build ended: " + build.toPrettyString());
            }
            Thread.sleep(100);
            build = get(path);
        }
        throw new AssertionError("not " + status + " within " + deadline + ": " + build.toPrettyString());
    }

    @Override
    public void close() {
        client.close();
    }

    private static String expect(int status, HttpResponse<String> answer) {
        if (answer.statusCode() != status) {
            throw new AssertionError(answer.request().method() + " "
                    + answer.uri().getPath() + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }
}
