package dev.slipway.build.engine;

import dev.slipway.build.Build;
import dev.slipway.build.ImageShelf;
import dev.slipway.build.PublishedImage;
import dev.slipway.oci.Digest;
import dev.slipway.oci.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** A real registry in the place of Slipway's own edge, and a shelf that believes every digest that it has. */
class TestRegistry implements ImageShelf, DisposableBean {

    private final Process process;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    TestRegistry(ConfigurableEnvironment environment) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("slipway-registry");
        this.port = freePort();
        Files.writeString(folder.resolve("config.yml"), """
                version: 0.1
                storage:
                  filesystem:
                    rootdirectory: %s
                http:
                  addr: 127.0.0.1:%d
                """.formatted(folder.resolve("data"), port));
        this.process = new ProcessBuilder(
                        dev.slipway.buildkit.Daemon.tool("registry", "registry").toString(),
                        "serve",
                        folder.resolve("config.yml").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        awaitAnswer();
        environment.getPropertySources().addFirst(new MapPropertySource("registry", Map.of("local.server.port", port)));
    }

    @Override
    public PublishedImage publish(Build build, Digest digest, List<String> tags) {
        String manifest = manifest(build.repository(), digest);
        return new PublishedImage(digest, build.repository(), tags, manifest.length(), List.of(Platform.LINUX_AMD64));
    }

    /** The manifest as it was pushed; whoever asks knows the workspace by the repository's first part. */
    String manifest(String repository, Digest digest) {
        for (String workspace : List.of("acme", "other")) {
            HttpResponse<String> answer = get("/v2/%s/%s/manifests/%s".formatted(workspace, repository, digest));
            if (answer.statusCode() == 200) {
                return answer.body();
            }
        }
        throw new IllegalStateException("The registry has no " + digest);
    }

    String blob(String repository, String digest) {
        return get("/v2/acme/%s/blobs/%s".formatted(repository, digest)).body();
    }

    private HttpResponse<String> get(String path) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .header("Accept", "application/vnd.oci.image.manifest.v1+json")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitAnswer() throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try {
                if (get("/v2/").statusCode() == 200) {
                    return;
                }
            } catch (UncheckedIOException e) {
                if (System.nanoTime() > until) {
                    throw e;
                }
            }
            Thread.sleep(50);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void destroy() {
        process.destroyForcibly();
    }
}
