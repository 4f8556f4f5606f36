import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The main job of Slipway as a script does it: upload a project, build it, follow the log over the WebSocket, end with an image.
 * Run by {@code ./slipway demo} with the libraries of the extracted program; the address of Slipway and the project's folder are its
 * arguments, the credential comes from the environment. Exit code 0: there is an image; 1: there is none.
 */
class Demo {

    static final Duration BUILD_LIMIT = Duration.ofMinutes(30);
    static final JsonMapper JSON = JsonMapper.shared();

    final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    final URI slipway;
    final String token;

    Demo(URI slipway) throws Exception {
        this.slipway = slipway;
        this.token = token();
    }

    public static void main(String[] arguments) throws Exception {
        try {
            Demo demo = new Demo(URI.create(arguments[0]));
            System.exit(demo.build(Path.of(arguments[1])) ? 0 : 1);
        } catch (Refused e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    boolean build(Path project) throws Exception {
        String name = project.getFileName().toString();
        String workspace = workspace();

        JsonNode upload = send(
                "PUT",
                projects(workspace, name) + "/archive?message=Demo",
                BodyPublishers.ofByteArray(archive(project)));
        System.out.printf(
                "Uploaded %s: %d files, %s, revision %.12s%n",
                name,
                upload.path("files").asInt(),
                size(upload.path("bytes").asLong()),
                upload.path("revision").asString());

        JsonNode build = send(
                "POST", projects(workspace, name) + "/builds", json(Map.of("tags", new String[] {name + ":latest"})));
        int number = build.path("number").asInt();
        System.out.printf("Build %d: %s%n%n", number, slipway.resolve("/w/" + workspace + "/builds/" + number));

        new BuildLog(this, workspace, number).follow(System.out, Instant.now().plus(BUILD_LIMIT));
        return report(
                workspace,
                number,
                send("GET", "/api/v1/workspaces/" + workspace + "/builds/" + number, BodyPublishers.noBody()));
    }

    boolean report(String workspace, int number, JsonNode build) {
        System.out.println();
        JsonNode image = build.path("image");
        if (!build.path("status").asString().equals("succeeded") || image.isMissingNode() || image.isNull()) {
            System.out.printf(
                    "Build %d %s: %s%n",
                    number,
                    build.path("status").asString(),
                    printable(build.path("error").path("message").asString("no reason given")));
            return false;
        }
        String repository = image.path("repository").asString();
        String digest = image.path("digest").asString();
        String pull = slipway.getAuthority() + "/"
                + (repository.startsWith(workspace + "/") ? repository : workspace + "/" + repository);
        System.out.printf("Image    %s%n", digest);
        System.out.printf("Size     %s%n", size(image.path("size").asLong()));
        System.out.printf("Pull     docker pull %s:latest%n", pull);
        System.out.printf("         (docker login %s takes an access token as password)%n", slipway.getAuthority());
        System.out.printf("Address  %s%n", slipway.resolve("/w/" + workspace + "/builds/" + number));
        return true;
    }

    /** A token for the next hour; a given one is taken as it is. */
    String token() throws Exception {
        String given = System.getenv("SLIPWAY_TOKEN");
        if (given != null) {
            return given;
        }
        String pair = System.getenv("SLIPWAY_ADMIN_USER") + ":" + System.getenv("SLIPWAY_ADMIN_PASSWORD");
        Map<String, Object> wish = Map.of(
                "name",
                "demo " + Instant.now(),
                "scopes",
                new String[] {"read", "write"},
                "expiresAt",
                Instant.now().plus(Duration.ofHours(1)).toString());
        HttpRequest request = request("/api/v1/tokens")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", "application/json")
                .POST(json(wish))
                .build();
        return answer(request).path("token").asString();
    }

    String workspace() throws Exception {
        for (JsonNode workspace :
                send("GET", "/api/v1/me", BodyPublishers.noBody()).path("workspaces")) {
            if (!workspace.path("role").asString().equals("viewer")) {
                return workspace.path("name").asString();
            }
        }
        throw new Refused("This account has no workspace to build in.");
    }

    static String projects(String workspace, String project) {
        return "/api/v1/workspaces/" + workspace + "/projects/" + project;
    }

    JsonNode send(String method, String path, BodyPublisher body) throws Exception {
        return answer(request(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", path.contains("/archive") ? "application/gzip" : "application/json")
                .method(method, body)
                .build());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(slipway.resolve(path))
                .timeout(Duration.ofMinutes(2))
                .header("Accept", "application/json");
    }

    /** The JSON of a 2xx answer; any other answer is told by its problem's own words (RFC 9457). */
    JsonNode answer(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() / 100 == 2) {
            return JSON.readTree(response.body());
        }
        String type = response.headers().firstValue("Content-Type").orElse("");
        String reason = type.contains("json")
                ? JSON.readTree(response.body()).path("detail").asString("no reason given")
                : "no reason given";
        throw new Refused("%s %s answered %d: %s"
                .formatted(request.method(), request.uri().getPath(), response.statusCode(), printable(reason)));
    }

    static BodyPublisher json(Object value) {
        return BodyPublishers.ofByteArray(JSON.writeValueAsBytes(value));
    }

    static byte[] archive(Path folder) throws Exception {
        Process tar = new ProcessBuilder("tar", "--create", "--gzip", "--directory", folder.toString(), ".")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] archive = tar.getInputStream().readAllBytes();
        if (tar.waitFor() != 0) {
            throw new Refused("tar could not pack " + folder);
        }
        return archive;
    }

    static String size(long bytes) {
        return bytes < 1_000_000 ? "%.1f kB".formatted(bytes / 1e3) : "%.1f MB".formatted(bytes / 1e6);
    }

    /** What a build printed, without what a terminal would act on. */
    static String printable(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}&&[^\t]]", "");
    }

    /** A refusal in words fit for a person. */
    @SuppressWarnings("serial")
    static final class Refused extends RuntimeException {
        Refused(String message) {
            super(message);
        }
    }
}

/** One build's log, read frame by frame over the WebSocket; a lost connection goes on where it was. */
class BuildLog {

    static final int ATTEMPTS = 10;

    final Demo demo;
    final String address;
    long offset;

    BuildLog(Demo demo, String workspace, int number) {
        this.demo = demo;
        this.address = demo.slipway.toString().replaceFirst("^http", "ws") + "/ws/workspaces/" + workspace + "/builds/"
                + number + "/log?offset=";
    }

    /** Prints the log until the build ends. */
    void follow(Appendable out, Instant deadline) throws Exception {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            long before = offset;
            if (readUntilClosed(out, deadline)) {
                return;
            }
            if (offset > before) {
                attempt = 0;
            }
            Thread.sleep(500);
        }
        throw new Demo.Refused("The log could not be followed any more; the build goes on.");
    }

    /** Answers whether the server said that this was all. */
    private boolean readUntilClosed(Appendable out, Instant deadline) throws Exception {
        Listener listener = new Listener();
        WebSocket socket;
        try {
            socket = demo.http
                    .newWebSocketBuilder()
                    .header("Authorization", "Bearer " + demo.token)
                    .buildAsync(URI.create(address + offset), listener)
                    .get(10, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            return false;
        }
        try {
            while (true) {
                Object news = listener.news.poll(
                        Math.max(0, Duration.between(Instant.now(), deadline).toMillis()), TimeUnit.MILLISECONDS);
                switch (news) {
                    case String frame -> print(Demo.JSON.readTree(frame), out);
                    case Integer code -> {
                        return code == WebSocket.NORMAL_CLOSURE;
                    }
                    case null, default ->
                        throw new Demo.Refused(
                                "The build did not end in %d minutes.".formatted(Demo.BUILD_LIMIT.toMinutes()));
                }
            }
        } finally {
            socket.abort();
        }
    }

    private void print(JsonNode frame, Appendable out) throws IOException {
        for (JsonNode event : frame.path("events")) {
            Optional<String> line = line(event);
            if (line.isPresent()) {
                out.append(Demo.printable(line.get())).append(System.lineSeparator());
            }
        }
        offset = frame.path("next").asLong();
    }

    private static Optional<String> line(JsonNode event) {
        int step = event.path("step").asInt();
        return switch (event.path("type").asString()) {
            case "step" -> Optional.of(step(step, event));
            case "log" ->
                Optional.of("#%d   %s".formatted(step, event.path("text").asString()));
            case "warning" ->
                Optional.of("warning: "
                        + event.path("message")
                                .asString(event.path("description").asString("")));
            case "build" -> Optional.of("build " + event.path("status").asString());
            default -> Optional.empty();
        };
    }

    private static String step(int step, JsonNode event) {
        String state = event.path("state").asString();
        return switch (state) {
            case "started" -> "#%d %s".formatted(step, event.path("name").asString());
            case "cached" -> "#%d %s: cached".formatted(step, event.path("name").asString());
            default ->
                "#%d %s after %.1f s".formatted(step, state, event.path("ms").asLong() / 1e3);
        };
    }

    /** Puts whole frames, and at last the closing code, into a queue; asks for the next frame when one is complete. */
    private static final class Listener implements WebSocket.Listener {

        private static final int LOST = 1006;

        final BlockingQueue<Object> news = new LinkedBlockingQueue<>();
        private final StringBuilder frame = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            frame.append(part);
            if (last) {
                news.add(frame.toString());
                frame.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            news.add(code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            news.add(LOST);
        }
    }
}
