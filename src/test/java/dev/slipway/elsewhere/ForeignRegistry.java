package dev.slipway.elsewhere;

import dev.slipway.buildkit.Daemon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** A second real registry (CNCF Distribution) on loopback, with the sign-in of the world outside. */
public final class ForeignRegistry implements AutoCloseable {

    private static final long START_SECONDS = 30;

    private final Process process;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    private ForeignRegistry(Path folder, String auth) {
        this.port = freePort();
        try {
            Path config =
                    Files.writeString(folder.resolve("config.yml"), """
                    version: 0.1
                    log:
                      level: warn
                    storage:
                      filesystem:
                        rootdirectory: %s
                    http:
                      addr: 127.0.0.1:%d
                    %s
                    """.formatted(folder.resolve("data"), port, auth));
            this.process = new ProcessBuilder(
                            Daemon.tool("registry", "registry").toString(), "serve", config.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitAnswer();
    }

    /** Lets everybody in. */
    public static ForeignRegistry open(Path folder) {
        return new ForeignRegistry(folder, "");
    }

    /** Lets one user in, by name and password. */
    public static ForeignRegistry withPassword(Path folder, String user, String password) {
        try {
            Path users = Files.writeString(
                    folder.resolve("htpasswd"), user + ":" + new BCryptPasswordEncoder(4).encode(password) + "\n");
            return new ForeignRegistry(folder, """
                    auth:
                      htpasswd:
                        realm: elsewhere
                        path: %s
                    """.formatted(users));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets in whom the token service trusts. */
    public static ForeignRegistry withTokens(Path folder, ForeignTokens tokens) {
        try {
            Path keys = Files.writeString(folder.resolve("keys.json"), tokens.keys());
            return new ForeignRegistry(
                    folder, """
                    auth:
                      token:
                        realm: %s
                        service: %s
                        issuer: %s
                        jwks: %s
                        rootcertbundle: ""
                    """.formatted(tokens.realm(), ForeignTokens.SERVICE, ForeignTokens.ISSUER, keys));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /** As it stands in an image's name. */
    public String host() {
        return "127.0.0.1:" + port;
    }

    /**
     * The digest that it names now, by its own word; empty when it has no such image.
     *
     * @param authorization empty: as anybody
     */
    public String digest(String repository, String tag, String authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://%s/v2/%s/manifests/%s".formatted(host(), repository, tag)))
                .header("Accept", "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json")
                .method("HEAD", HttpRequest.BodyPublishers.noBody());
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return send(request.build())
                .headers()
                .firstValue("Docker-Content-Digest")
                .orElse("");
    }

    @Override
    public void close() {
        process.destroyForcibly();
        http.shutdownNow();
    }

    private HttpResponse<Void> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.discarding());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void awaitAnswer() {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (true) {
            try {
                send(HttpRequest.newBuilder(URI.create("http://" + host() + "/v2/"))
                        .build());
                return;
            } catch (UncheckedIOException e) {
                if (System.nanoTime() > until || !process.isAlive()) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
