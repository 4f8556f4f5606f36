package client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Slipway's REST interface as a script uses it, with an access token, in one workspace. */
public final class SlipwayClient {

    static final JsonMapper JSON = JsonMapper.shared();

    final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    final URI slipway;
    final String token;
    private final String workspace;

    private SlipwayClient(URI slipway, String token) throws Exception {
        this.slipway = slipway;
        this.token = token;
        this.workspace = ownWorkspace();
    }

    /** With a token that is there already. */
    public static SlipwayClient withToken(URI slipway, String token) throws Exception {
        return new SlipwayClient(slipway, token);
    }

    /** With a token of its own for the next hours, which the account's name and password get it. */
    public static SlipwayClient signIn(URI slipway, String name, String password, String tokenName, Duration valid)
            throws Exception {
        Map<String, Object> wish = Map.of(
                "name",
                tokenName + " " + Instant.now(),
                "scopes",
                new String[] {"read", "write"},
                "expiresAt",
                Instant.now().plus(valid).toString());
        String pair = Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = request(slipway, "/api/v1/tokens")
                .header("Authorization", "Basic " + pair)
                .header("Content-Type", "application/json")
                .POST(json(wish))
                .build();
        try (HttpClient once = HttpClient.newHttpClient()) {
            return new SlipwayClient(
                    slipway, answer(once, request).path("token").asString());
        }
    }

    /** The access token that it works with. */
    public String token() {
        return token;
    }

    public URI address() {
        return slipway;
    }

    public String workspace() {
        return workspace;
    }

    /** Makes a project of a folder, or replaces its tree; answers revision, files and bytes. */
    public JsonNode upload(Path folder, String project, String message) throws Exception {
        return send(
                "PUT",
                projectPath(project) + "/archive?message=" + message,
                "application/gzip",
                BodyPublishers.ofByteArray(archive(folder)));
    }

    /** Saves one file of a project as a person does in the editor; answers the revision. */
    public JsonNode save(String project, String path, byte[] content) throws Exception {
        return send(
                "PUT",
                projectPath(project) + "/files/" + path,
                "application/octet-stream",
                BodyPublishers.ofByteArray(content));
    }

    /** Asks for a build with the given fields of the request; answers its number. */
    public int build(String project, Map<String, ?> request) throws Exception {
        return send("POST", projectPath(project) + "/builds", "application/json", json(request))
                .path("number")
                .asInt();
    }

    /** Sends an image of a repository to a registry elsewhere; it has only begun when this returns. */
    public JsonNode push(String repository, String digest, String destination) throws Exception {
        String path = "/api/v1/workspaces/%s/repositories/%s/images/%s/pushes".formatted(workspace, repository, digest);
        return send("POST", path, "application/json", json(Map.of("destinations", List.of(destination))))
                .path("items")
                .path(0);
    }

    /** A push as it is now. */
    public JsonNode push(String id) throws Exception {
        return send(
                "GET",
                "/api/v1/workspaces/" + workspace + "/pushes/" + id,
                "application/json",
                BodyPublishers.noBody());
    }

    /** The build as it is now. */
    public JsonNode build(int number) throws Exception {
        return send(
                "GET",
                "/api/v1/workspaces/" + workspace + "/builds/" + number,
                "application/json",
                BodyPublishers.noBody());
    }

    public BuildLog log(int number) {
        return new BuildLog(this, number);
    }

    private String ownWorkspace() throws Exception {
        JsonNode me = send("GET", "/api/v1/me", "application/json", BodyPublishers.noBody());
        for (JsonNode seat : me.path("workspaces")) {
            if (!seat.path("role").asString().equals("viewer")) {
                return seat.path("name").asString();
            }
        }
        throw new Refused("This account has no workspace to build in.");
    }

    private String projectPath(String project) {
        return "/api/v1/workspaces/" + workspace + "/projects/" + project;
    }

    private JsonNode send(String method, String path, String type, BodyPublisher body) throws Exception {
        return answer(
                http,
                request(slipway, path)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", type)
                        .method(method, body)
                        .build());
    }

    private static HttpRequest.Builder request(URI slipway, String path) {
        return HttpRequest.newBuilder(slipway.resolve(path))
                .timeout(Duration.ofMinutes(5))
                .header("Accept", "application/json");
    }

    /** The JSON of a 2xx answer; any other answer is told by its problem's own words (RFC 9457). */
    private static JsonNode answer(HttpClient http, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() / 100 == 2) {
            return JSON.readTree(response.body());
        }
        String type = response.headers().firstValue("Content-Type").orElse("");
        String reason = type.contains("json")
                ? JSON.readTree(response.body()).path("detail").asString("no reason given")
                : "no reason given";
        throw new Refused("%s %s answered %d: %s"
                .formatted(request.method(), request.uri().getPath(), response.statusCode(), Words.printable(reason)));
    }

    private static BodyPublisher json(Object value) {
        return BodyPublishers.ofByteArray(JSON.writeValueAsBytes(value));
    }

    private static byte[] archive(Path folder) throws Exception {
        Process tar = new ProcessBuilder("tar", "--create", "--gzip", "--directory", folder.toString(), ".")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] archive = tar.getInputStream().readAllBytes();
        if (tar.waitFor() != 0) {
            throw new Refused("tar could not pack " + folder);
        }
        return archive;
    }
}
