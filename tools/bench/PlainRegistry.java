package bench;

import client.Refused;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** CNCF Distribution on loopback without anything in front of it, with the same base images as Slipway's library shelf. */
final class PlainRegistry {

    private static final String NAME = "io.containerd.image.name";
    private static final String DOCKER_HUB = "docker.io/";

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;

    private PlainRegistry(int port) {
        this.port = port;
    }

    static PlainRegistry start(Children children, Path program, Path work) throws Exception {
        PlainRegistry registry = new PlainRegistry(Ports.free());
        Path folder = Files.createDirectories(work.resolve("registry"));
        Path config = folder.resolve("config.yml");
        Files.writeString(config, """
                version: 0.1
                log:
                  level: warn
                  accesslog:
                    disabled: true
                storage:
                  filesystem:
                    rootdirectory: %s
                http:
                  addr: %s
                  secret: nothing-to-hide
                """.formatted(folder.resolve("storage"), registry.address()));
        Path log = work.resolve("registry.log");
        Process process = children.serve(
                List.of(program.toString(), "serve", config.toString()),
                log,
                builder -> builder.environment().putAll(Map.of("OTEL_TRACES_EXPORTER", "none")));
        Ports.await(registry.at("/v2/"), process, log);
        return registry;
    }

    /** Host and port. */
    String address() {
        return "127.0.0.1:" + port;
    }

    /** The OCI image layouts in SLIPWAY_BASE_IMAGES; where Docker Hub answers, there are none and none are needed. */
    void takeBaseImages() throws Exception {
        String folder = System.getenv("SLIPWAY_BASE_IMAGES");
        if (folder == null || folder.isBlank()) {
            return;
        }
        try (Stream<Path> layouts = Files.list(Path.of(folder))) {
            for (Path layout : layouts.filter(path -> Files.exists(path.resolve("index.json")))
                    .toList()) {
                takeLayout(layout);
            }
        }
    }

    private void takeLayout(Path layout) throws Exception {
        for (JsonNode image : json(layout.resolve("index.json")).path("manifests")) {
            String name = image.path("annotations").path(NAME).asString("");
            if (name.startsWith(DOCKER_HUB)) {
                int colon = name.lastIndexOf(':');
                takeImage(layout, image, name.substring(DOCKER_HUB.length(), colon), name.substring(colon + 1));
            }
        }
    }

    /** https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#push */
    private void takeImage(Path layout, JsonNode image, String repository, String tag) throws Exception {
        Path manifest = blob(layout, image);
        takeBlob(layout, json(manifest).path("config"), repository);
        for (JsonNode layer : json(manifest).path("layers")) {
            takeBlob(layout, layer, repository);
        }
        send(HttpRequest.newBuilder(at("/v2/" + repository + "/manifests/" + tag))
                .header("Content-Type", image.path("mediaType").asString())
                .PUT(BodyPublishers.ofFile(manifest)));
    }

    private void takeBlob(Path layout, JsonNode descriptor, String repository) throws Exception {
        String upload = send(HttpRequest.newBuilder(at("/v2/" + repository + "/blobs/uploads/"))
                        .POST(BodyPublishers.noBody()))
                .headers()
                .firstValue("Location")
                .orElseThrow();
        String digest = descriptor.path("digest").asString();
        send(HttpRequest.newBuilder(at(upload + (upload.contains("?") ? "&" : "?") + "digest=" + digest))
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofFile(blob(layout, descriptor))));
    }

    private HttpResponse<Void> send(HttpRequest.Builder builder) throws IOException, InterruptedException {
        HttpRequest request = builder.build();
        HttpResponse<Void> response = http.send(request, BodyHandlers.discarding());
        if (response.statusCode() / 100 != 2) {
            throw new Refused("%s %s answered %d".formatted(request.method(), request.uri(), response.statusCode()));
        }
        return response;
    }

    private URI at(String path) {
        return URI.create("http://" + address()).resolve(path);
    }

    private static Path blob(Path layout, JsonNode descriptor) {
        return layout.resolve("blobs")
                .resolve(descriptor.path("digest").asString().replace(':', '/'));
    }

    private static JsonNode json(Path file) throws IOException {
        return JsonMapper.shared().readTree(Files.readAllBytes(file));
    }
}
