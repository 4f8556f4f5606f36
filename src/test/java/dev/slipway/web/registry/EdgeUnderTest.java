package dev.slipway.web.registry;

import dev.slipway.account.AccessTokens;
import dev.slipway.account.Scope;
import dev.slipway.account.TokenRequest;
import dev.slipway.account.User;
import dev.slipway.home.Home;
import dev.slipway.image.ImageStore;
import dev.slipway.process.ProcessLedger;
import dev.slipway.workspace.Workspace;
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
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;

/** The edge on a Tomcat of its own before a real Distribution, and a client that speaks plain HTTP with it. */
class EdgeUnderTest implements SmartLifecycle {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    @Autowired
    private ServletRegistrationBean<RegistryServlet> edge;

    @Autowired
    private ImageStore store;

    @Autowired
    private AccessTokens tokens;

    private Optional<WebServer> server = Optional.empty();

    /** A ledger in the slice's own home, until a bean of the builds brings it. */
    static class Processes {
        @Bean
        ProcessLedger processLedger(Home home) {
            return ProcessLedger.open(home.room("processes"));
        }
    }

    @Override
    public void start() {
        WebServer started = new TomcatServletWebServerFactory(0).getWebServer(edge);
        started.start();
        server = Optional.of(started);
        awaitStore();
    }

    @Override
    public void stop() {
        server.ifPresent(WebServer::stop);
        server = Optional.empty();
    }

    @Override
    public boolean isRunning() {
        return server.isPresent();
    }

    void awaitStore() {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!store.isReady()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the image store did not start");
            }
            Thread.onSpinWait();
        }
    }

    String host() {
        return "localhost:" + server.orElseThrow().getPort();
    }

    /** {@code Basic …} of a token that is the user's own. */
    String login(User user, Scope... scopes) {
        return basic(user.name(), token(user, Optional.empty(), scopes));
    }

    String loginTo(User user, Workspace only, Scope... scopes) {
        return basic(user.name(), token(user, Optional.of(only), scopes));
    }

    String token(User user, Optional<Workspace> only, Scope... scopes) {
        return tokens.issue(
                        user.id(),
                        new TokenRequest(
                                "test",
                                Set.of(scopes),
                                only.map(workspace -> workspace.id().value()),
                                Optional.empty()))
                .secret();
    }

    static String basic(String name, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    /** @param target path and query, sent as it is */
    HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create("http://" + host() + target)).timeout(DEADLINE);
    }

    HttpResponse<byte[]> get(String target, String login) throws IOException, InterruptedException {
        return send(request(target).header("Authorization", login).GET());
    }

    HttpResponse<byte[]> send(String method, String target, String login, byte[] body)
            throws IOException, InterruptedException {
        return send(method, target, login, BodyPublishers.ofByteArray(body));
    }

    HttpResponse<byte[]> send(String method, String target, String login, BodyPublisher body)
            throws IOException, InterruptedException {
        return send(request(target).header("Authorization", login).method(method, body));
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
