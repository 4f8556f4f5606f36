package dev.slipway.web;

import dev.slipway.Slipway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A whole Slipway in the test's JVM, on a free port, with an empty home and H2 in memory; one for all tests that ask, which
 * therefore make users and workspaces of their own. Its administrator is {@value #ADMIN}. The frontend is a stand-in page, so
 * that no bundle need be built.
 */
public final class RunningSlipway {

    public static final String ADMIN = "root-of-all";
    public static final String PASSWORD = "correct horse battery";

    private static final class Started {
        static final RunningSlipway SLIPWAY = new RunningSlipway();
    }

    private final ConfigurableApplicationContext context;
    private final URI address;
    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    private RunningSlipway() {
        Path home = temporaryHome();
        context = new SpringApplicationBuilder(Slipway.class)
                .bannerMode(Banner.Mode.OFF)
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--slipway.home=" + home,
                        "--slipway.registry.base-images=",
                        // Registries that a test starts; every other address of this machine stays forbidden.
                        "--slipway.outbound.allow=127.0.0.1",
                        "--slipway.registries.plain-http=127.0.0.1,127.0.0.2,[::1]",
                        "--slipway.admin.user=" + ADMIN,
                        "--slipway.admin.password=" + PASSWORD,
                        "--spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID()
                                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1",
                        // A provider that never answers: RFC 2606 keeps the name free.
                        "--slipway.openid.issuer=https://login.invalid",
                        "--slipway.openid.client-id=slipway",
                        "--vaadin.productionMode=true");
        String port = Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port"));
        address = URI.create("http://127.0.0.1:" + port);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(home)));
    }

    /** The one of this JVM, started by whoever asks first. */
    public static RunningSlipway get() {
        return Started.SLIPWAY;
    }

    public ApplicationContext context() {
        return context;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public URI address() {
        return address;
    }

    /** A request to {@code path}, which begins with a slash. */
    public HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(address + path));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A call of the API with a JSON body, or none when it is empty, and the token, or none when it is empty. */
    public HttpResponse<String> call(String token, String method, String path, String json) {
        HttpRequest.Builder request = to(path).method(method, HttpRequest.BodyPublishers.ofString(json));
        if (!json.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return send(request);
    }

    /** A token of a user, by name and password as a machine gets one. */
    public String token(String user, String json) {
        HttpResponse<String> answer = send(to("/api/v1/tokens")
                .header("Authorization", basic(user, PASSWORD))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
        return json(answer).get("token").asString();
    }

    public static String basic(String name, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    public static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private static Path temporaryHome() {
        try {
            return Files.createTempDirectory("slipway-home");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path home) {
        try {
            FileSystemUtils.deleteRecursively(home);
        } catch (IOException e) {
            System.err.println("Left over: " + home + " (" + e + ")");
        }
    }
}
