package bench;

import client.Refused;
import client.SlipwayClient;
import client.Words;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Slipway of the benchmark's own, with its defaults, as a client of REST and WebSocket sees it. */
final class SlipwaySide {

    private static final Duration BUILD_LIMIT = Duration.ofMinutes(30);
    private static final Duration TOKEN_VALID = Duration.ofHours(12);
    private static final int DAEMON_FOLDER_DEPTH = 5;

    private final SlipwayClient client;
    private final Path home;

    private SlipwaySide(SlipwayClient client, Path home) {
        this.client = client;
        this.home = home;
    }

    static SlipwaySide start(Children children, List<String> command, Path folder) throws Exception {
        Path home = Files.createDirectories(folder.resolve("slipway"));
        Path log = folder.resolve("slipway.log");
        int port = Ports.free();
        String password = UUID.randomUUID().toString();
        Process slipway = children.serve(command, log, builder -> {
            builder.directory(home.toFile());
            builder.environment().keySet().removeIf(variable -> variable.matches("SLIPWAY_(DB_.*|TOKEN)"));
            builder.environment()
                    .putAll(Map.of(
                            "SLIPWAY_HOME",
                            home.toString(),
                            "SLIPWAY_PORT",
                            Integer.toString(port),
                            "SLIPWAY_ADMIN_USER",
                            "bench",
                            "SLIPWAY_ADMIN_PASSWORD",
                            password,
                            // The registry beside it is on loopback, where pushes go only with leave.
                            "SLIPWAY_OUTBOUND_ALLOW",
                            "127.0.0.1",
                            "SLIPWAY_REGISTRIES_PLAIN_HTTP",
                            "127.0.0.1"));
        });
        URI address = URI.create("http://127.0.0.1:" + port);
        Ports.await(address.resolve("/actuator/health/readiness"), slipway, log);
        return new SlipwaySide(SlipwayClient.signIn(address, "bench", password, "bench", TOKEN_VALID), home);
    }

    /** Uploads the sample and builds it: then the daemon runs and has the base image. */
    void warmUp(Path sample) throws Exception {
        upload(sample, sample.getFileName().toString());
        build(sample.getFileName().toString(), Map.of(), frame -> {});
    }

    void upload(Path folder, String project) throws Exception {
        client.upload(folder, project, "Benchmark");
    }

    void save(String project, String path, byte[] content) throws Exception {
        client.save(project, path, content);
    }

    /**
     * A build with its image stored and tagged, from the request until the log's last frame.
     *
     * @param frames gets the log
     */
    Duration build(String project, Map<String, ?> request, Consumer<String> frames) throws Exception {
        long started = System.nanoTime();
        int number = client.build(project, request);
        client.log(number).follow(frames, BUILD_LIMIT);
        Duration time = Duration.ofNanos(System.nanoTime() - started);
        requireImage(number);
        return time;
    }

    /** Host and port of the registry edge. */
    String edge() {
        return client.address().getAuthority();
    }

    /** A repository of its workspace. */
    String edgeRepository() {
        return client.workspace() + "/blob";
    }

    /** curl's options for a login at the edge. */
    List<String> login() {
        return List.of("--user", "bench:" + client.token());
    }

    /** Name of the workspace that it builds in. */
    String workspace() {
        return client.workspace();
    }

    /** Its access token. */
    String token() {
        return client.token();
    }

    /** Digest of the image that a build of the project makes, tagged {@code latest}. */
    String image(String project) throws Exception {
        int number = client.build(project, Map.of("tags", List.of(project + ":latest")));
        client.log(number).follow(frame -> {}, BUILD_LIMIT);
        requireImage(number);
        return client.build(number).path("image").path("digest").asString();
    }

    /** A push to another registry, from the request until it is done. */
    Duration push(String project, String digest, String destination) throws Exception {
        long started = System.nanoTime();
        JsonNode push = client.push(project, digest, destination);
        while (push.path("status").asString().matches("queued|running")) {
            TimeUnit.MILLISECONDS.sleep(5);
            push = client.push(push.path("id").asString());
        }
        Duration time = Duration.ofNanos(System.nanoTime() - started);
        if (!push.path("status").asString().equals("succeeded")) {
            throw new Refused("Slipway's push to %s %s: %s"
                    .formatted(
                            destination,
                            push.path("status").asString(),
                            Words.printable(push.path("error").asString(""))));
        }
        return time;
    }

    /** How a build is asked for, as text. */
    String request(String project, Map<String, ?> request) {
        return "POST /api/v1/workspaces/%s/projects/%s/builds %s"
                .formatted(client.workspace(), project, JsonMapper.shared().writeValueAsString(request));
    }

    /** The config of its running daemon. */
    String daemonConfig() throws IOException {
        try (Stream<Path> found =
                Files.find(home, DAEMON_FOLDER_DEPTH, (path, attributes) -> path.endsWith("buildkitd.toml"))) {
            return Files.readString(
                    found.findFirst().orElseThrow(() -> new Refused("Slipway's daemon has no config under " + home)));
        }
    }

    private void requireImage(int number) throws Exception {
        JsonNode build = client.build(number);
        if (!build.path("status").asString().equals("succeeded")
                || build.path("image").path("digest").asString("").isEmpty()) {
            throw new Refused("Slipway's build %d %s: %s"
                    .formatted(
                            number,
                            build.path("status").asString(),
                            Words.printable(build.path("error").path("message").asString("it has no image"))));
        }
    }
}
