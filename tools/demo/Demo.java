package demo;

import client.BuildLog;
import client.Refused;
import client.SlipwayClient;
import client.Words;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The main job of Slipway as a script does it: upload a project, build it, follow the log over the WebSocket, end with an image.
 * Run by {@code ./slipway demo} with the libraries of the extracted program; the address of Slipway and the project's folder are its
 * arguments, the credential comes from the environment. Exit code 0: there is an image; 1: there is none.
 */
class Demo {

    private static final Duration BUILD_LIMIT = Duration.ofMinutes(30);
    private static final Duration TOKEN_VALID = Duration.ofHours(1);

    private final SlipwayClient client;

    private Demo(SlipwayClient client) {
        this.client = client;
    }

    public static void main(String[] arguments) throws Exception {
        try {
            Demo demo = new Demo(signedIn(URI.create(arguments[0])));
            System.exit(demo.build(Path.of(arguments[1])) ? 0 : 1);
        } catch (Refused e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /** A given token is taken as it is. */
    private static SlipwayClient signedIn(URI slipway) throws Exception {
        String token = System.getenv("SLIPWAY_TOKEN");
        return token != null
                ? SlipwayClient.withToken(slipway, token)
                : SlipwayClient.signIn(
                        slipway,
                        System.getenv("SLIPWAY_ADMIN_USER"),
                        System.getenv("SLIPWAY_ADMIN_PASSWORD"),
                        "demo",
                        TOKEN_VALID);
    }

    private boolean build(Path project) throws Exception {
        String name = project.getFileName().toString();

        JsonNode upload = client.upload(project, name, "Demo");
        System.out.printf(
                "Uploaded %s: %d files, %s, revision %.12s%n",
                name,
                upload.path("files").asInt(),
                Words.size(upload.path("bytes").asLong()),
                upload.path("revision").asString());

        int number = client.build(name, Map.of("tags", List.of(name + ":latest")));
        System.out.printf("Build %d: %s%n%n", number, page(number));

        client.log(number).follow(Demo::print, BUILD_LIMIT);
        return report(number, client.build(number));
    }

    private boolean report(int number, JsonNode build) {
        System.out.println();
        JsonNode image = build.path("image");
        if (!build.path("status").asString().equals("succeeded") || image.isMissingNode() || image.isNull()) {
            System.out.printf(
                    "Build %d %s: %s%n",
                    number,
                    build.path("status").asString(),
                    Words.printable(build.path("error").path("message").asString("no reason given")));
            return false;
        }
        String workspace = client.workspace();
        String registry = client.address().getAuthority();
        String repository = image.path("repository").asString();
        String pull =
                registry + "/" + (repository.startsWith(workspace + "/") ? repository : workspace + "/" + repository);
        System.out.printf("Image    %s%n", image.path("digest").asString());
        System.out.printf("Size     %s%n", Words.size(image.path("size").asLong()));
        System.out.printf("Pull     docker pull %s:latest%n", pull);
        System.out.printf("         (docker login %s takes an access token as password)%n", registry);
        System.out.printf("Address  %s%n", page(number));
        return true;
    }

    private URI page(int number) {
        return client.address().resolve("/w/" + client.workspace() + "/builds/" + number);
    }

    private static void print(String frame) {
        for (JsonNode event : BuildLog.events(frame)) {
            line(event).map(Words::printable).ifPresent(System.out::println);
        }
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
}
