package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.router.RouteConfiguration;
import com.vaadin.flow.server.VaadinServletContext;
import com.vaadin.flow.server.startup.ApplicationRouteRegistry;
import dev.slipway.account.AccessTokens;
import dev.slipway.account.Accounts;
import dev.slipway.account.Caller;
import dev.slipway.account.NewUser;
import dev.slipway.account.Scope;
import dev.slipway.account.TokenRequest;
import dev.slipway.account.User;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Members;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Role;
import dev.slipway.workspace.Seat;
import dev.slipway.workspace.Workspace;
import dev.slipway.workspace.WorkspaceName;
import dev.slipway.workspace.Workspaces;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2LoginAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;

/**
 * Walks every address with everybody: each role, an administrator, an outsider, nobody, an expired token, a token without the
 * scope, one that is bound to another workspace, and the key of a link to a build ({@code GuestsAtTheEdgeTest} walks {@code /v2/}). What is expected stands in {@code access-matrix.txt}, <strong>the place
 * to add a row for a new address</strong>. A controller asks {@code access.enter(…)} first, so that its refusal comes before
 * any word about the rest of the request; the walk sends {@code {}} and names things that are not there.
 */
class AccessMatrixTest {

    /** Waiting for an end is slow, so one token has expired for all tests. */
    private static final Map<String, String> EXPIRED = new ConcurrentHashMap<>();

    private final RunningSlipway slipway = RunningSlipway.get();
    private final AccessMatrix matrix = AccessMatrix.read();

    private final Accounts accounts = slipway.bean(Accounts.class);
    private final AccessTokens tokens = slipway.bean(AccessTokens.class);
    private final Workspaces workspaces = slipway.bean(Workspaces.class);
    private final Members members = slipway.bean(Members.class);
    private final Access access = slipway.bean(Access.class);

    @Test
    void everyAddressHasARowAndEveryRowAnAddress() {
        Set<String> rows =
                matrix.rows().stream().map(AccessMatrix.Row::endpoint).collect(Collectors.toSet());

        assertThat(new TreeSet<>(rows)).isEqualTo(addresses());
    }

    @TestFactory
    Stream<DynamicTest> everybodyHearsWhatTheMatrixSays() {
        return matrix.rows().stream()
                .filter(AccessMatrix.Row::isRest)
                .map(row -> DynamicTest.dynamicTest(row.endpoint() + " " + row.rule(), () -> walk(row)));
    }

    @TestFactory
    Stream<DynamicTest> pagesSendStrangersToTheDoor() {
        return matrix.rows().stream()
                .filter(row -> row.method().equals("PAGE"))
                .map(row -> DynamicTest.dynamicTest(row.endpoint(), () -> {
                    String path = row.path("never-was").replaceAll(":[a-z]+(\\([^)]*\\))?[*?]?", "1");
                    HttpResponse<String> answer = slipway.send(
                            slipway.to(path).header("Accept", "text/html").GET());
                    if (row.isOpen()) {
                        // A page whose address is a key may say that the key opens nothing.
                        assertThat(answer.statusCode()).isIn(200, 404);
                    } else {
                        assertThat(answer.statusCode()).isEqualTo(302);
                        assertThat(answer.headers().firstValue("Location").orElse(""))
                                .endsWith("/login");
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> socketsCloseOnStrangers() {
        return matrix.rows().stream()
                .filter(row -> row.method().equals("SOCKET") && !row.rule().equals("OWN_TEST"))
                .map(row -> DynamicTest.dynamicTest(row.endpoint(), () -> {
                    Workspace workspace = workspace();
                    String path = row.path(workspace.name().value());
                    assertThat(closeCode("", path)).isEqualTo(4401);
                    assertThat(closeCode(expired(), path)).isEqualTo(4401);
                    assertThat(closeCode(tokenOf(user("outsider"), Scope.all()), path))
                            .isEqualTo(4404);
                    assertThat(closeCode(tokenOf(user("outsider"), Scope.all()), row.path("never-was")))
                            .isEqualTo(4404);
                }));
    }

    /** Of its own workspace, with the names of what is there: whoever has a link hears what nobody hears. */
    @TestFactory
    Stream<DynamicTest> theKeyOfALinkOpensNoAddress() {
        return matrix.rows().stream()
                .filter(AccessMatrix.Row::isRest)
                .map(row -> DynamicTest.dynamicTest(row.endpoint(), () -> {
                    LinkedBuild linked = LinkedBuild.get();
                    String path = row.pathTo(linked);
                    for (String method : methods(row)) {
                        int nobody = status("", method, path);
                        assertThat(nobody == 401).as("%s: nobody", nobody).isNotEqualTo(row.isOpen());
                        for (String authorization : shown(linked.key())) {
                            HttpRequest.Builder request =
                                    request("", method, path).header("Authorization", authorization);
                            assertThat(slipway.send(request).statusCode())
                                    .as(method + " with " + authorization.split(" ", -1)[0])
                                    .isIn(401, nobody);
                        }
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> theKeyOfALinkOpensItsOwnPageOnly() {
        return matrix.rows().stream()
                .filter(row -> row.method().equals("PAGE") && !row.isOpen())
                .map(row -> DynamicTest.dynamicTest(row.endpoint(), () -> {
                    LinkedBuild linked = LinkedBuild.get();
                    for (String authorization : shown(linked.key())) {
                        HttpResponse<String> answer = slipway.send(slipway.to(row.pageTo(linked))
                                .header("Accept", "text/html")
                                .header("Authorization", authorization)
                                .GET());
                        assertThat(answer.statusCode()).isIn(302, 401);
                        assertThat(answer.headers().firstValue("Location").orElse("/login"))
                                .endsWith("/login");
                    }
                }));
    }

    @Test
    void theKeyOfALinkOpensItsOwnSocketOnly() throws Exception {
        LinkedBuild linked = LinkedBuild.get();

        assertThat(closeCode(linked.key(), "/ws/workspaces/" + linked.workspace() + "/builds/1/log"))
                .isEqualTo(4401);
        assertThat(closeCode(linked.key(), "/ws/shared/sls_" + "0".repeat(40) + "/log"))
                .isEqualTo(4404);
        assertThat(closeCode("", "/ws/shared/" + linked.key() + "/log"))
                .as("the whole log of a build that has ended")
                .isEqualTo(1000);
        assertThat(slipway.send(slipway.to("/s/" + linked.key())
                                .header("Accept", "text/html")
                                .GET())
                        .statusCode())
                .isEqualTo(200);
    }

    private static List<String> shown(String key) {
        return List.of("Bearer " + key, RunningSlipway.basic("link", key));
    }

    private void walk(AccessMatrix.Row row) {
        Workspace workspace = workspace();
        String path = row.path(workspace.name().value());
        if (row.isOpen()) {
            assertThat(status("", row.method().equals("ANY") ? "GET" : row.method(), path))
                    .isNotIn(401, 403);
            return;
        }
        for (String method : methods(row)) {
            assertThat(status("", method, path)).as("nobody").isEqualTo(401);
            assertThat(status(expired(), method, path)).as("an expired token").isEqualTo(401);
            assertThat(status("slp_" + "0".repeat(40), method, path))
                    .as("an unknown token")
                    .isEqualTo(401);
            if (row.permission().isPresent()) {
                walkWorkspace(row, row.permission().get(), workspace, method);
            } else {
                walkCallers(row, method, path);
            }
        }
    }

    private void walkCallers(AccessMatrix.Row row, String method, String path) {
        User allowed = row.isForAdministrators()
                ? accounts.findByName(RunningSlipway.ADMIN).orElseThrow()
                : user("somebody");
        if (row.isForAdministrators()) {
            assertThat(status(tokenOf(user("somebody"), Scope.all()), method, path))
                    .as("no administrator")
                    .isEqualTo(403);
        }
        for (Scope scope : Scope.values()) {
            int status = status(tokenOf(allowed, EnumSet.of(scope)), method, path);
            if (scope.compareTo(row.scope()) < 0) {
                assertThat(status).as("scope " + scope).isEqualTo(403);
            } else {
                assertThat(status).as("scope " + scope).isNotIn(401, 403).isLessThan(500);
            }
        }
    }

    private void walkWorkspace(AccessMatrix.Row row, Permission permission, Workspace workspace, String method) {
        String path = row.path(workspace.name().value());
        assertThatOutsiderSeesNothing(row, method, path, tokenOf(user("outsider"), Scope.all()));
        assertThatOutsiderSeesNothing(
                row,
                method,
                path,
                tokenOf(accounts.findByName(RunningSlipway.ADMIN).orElseThrow(), Scope.all()));
        assertThatOutsiderSeesNothing(row, method, path, boundElsewhere(member(workspace, Role.OWNER)));

        for (Role role : Role.values()) {
            User member = member(workspace, role);
            for (Scope scope : Scope.values()) {
                boolean allowed = role.compareTo(permission.least()) >= 0 && scope.compareTo(permission.scope()) >= 0;
                int status = status(tokenOf(member, EnumSet.of(scope)), method, path);
                if (allowed) {
                    assertThat(status)
                            .as(role + " with scope " + scope)
                            .isNotIn(401, 403)
                            .isLessThan(500);
                } else {
                    assertThat(status).as(role + " with scope " + scope).isEqualTo(403);
                }
            }
        }
    }

    /** The same answer as for a workspace that never was, byte for byte but for the correlation id. */
    private void assertThatOutsiderSeesNothing(AccessMatrix.Row row, String method, String path, String token) {
        HttpResponse<String> there = slipway.send(request(token, method, path));
        HttpResponse<String> neverWas = slipway.send(request(token, method, row.path("never-was")));

        assertThat(there.statusCode()).isEqualTo(404);
        assertThat(withoutCorrelationId(there)).isEqualTo(withoutCorrelationId(neverWas));
        assertThat(headerNames(there)).isEqualTo(headerNames(neverWas));
    }

    /** Tomcat closes a connection after a number of requests, whatever they were. */
    private static Set<String> headerNames(HttpResponse<String> answer) {
        return answer.headers().map().keySet().stream()
                .filter(name -> !name.equals("connection"))
                .collect(Collectors.toSet());
    }

    private static String withoutCorrelationId(HttpResponse<String> answer) {
        String id = answer.headers().firstValue(CorrelationId.HEADER).orElse("");
        return answer.body().replace(id, "");
    }

    private int status(String token, String method, String path) {
        return slipway.send(request(token, method, path)).statusCode();
    }

    private HttpRequest.Builder request(String token, String method, String path) {
        boolean hasBody = Set.of("POST", "PUT", "PATCH").contains(method);
        HttpRequest.Builder request = slipway.to(path)
                .method(
                        method,
                        hasBody ? HttpRequest.BodyPublishers.ofString("{}") : HttpRequest.BodyPublishers.noBody());
        if (hasBody) {
            request.header("Content-Type", "application/json");
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    /** The code with which the server closes the socket, or the status with which it refused the handshake. */
    private int closeCode(String token, String path) throws Exception {
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        URI address = URI.create("ws" + slipway.address().toString().substring("http".length()) + path);
        try (HttpClient http = HttpClient.newHttpClient()) {
            WebSocket.Builder socket = http.newWebSocketBuilder();
            if (!token.isEmpty()) {
                socket.header("Authorization", "Bearer " + token);
            }
            WebSocket open = socket.buildAsync(address, new WebSocket.Listener() {
                        @Override
                        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
                            closed.complete(statusCode);
                            return CompletableFuture.completedStage(null);
                        }
                    })
                    .get(20, TimeUnit.SECONDS);
            int code = closed.get(20, TimeUnit.SECONDS);
            open.abort();
            return code;
        }
    }

    private Set<String> addresses() {
        ApplicationContext context = slipway.context();
        Set<String> addresses = new TreeSet<>();
        for (RequestMappingInfoHandlerMapping mapping :
                context.getBeansOfType(RequestMappingInfoHandlerMapping.class).values()) {
            mapping.getHandlerMethods().keySet().forEach(info -> addresses.addAll(addresses(info)));
        }
        for (AbstractUrlHandlerMapping mapping :
                context.getBeansOfType(AbstractUrlHandlerMapping.class).values()) {
            for (Map.Entry<String, Object> entry : mapping.getHandlerMap().entrySet()) {
                if (entry.getValue() instanceof WebSocketHttpRequestHandler) {
                    addresses.add("SOCKET " + entry.getKey());
                }
            }
        }
        for (ServletRegistrationBean<?> servlet :
                context.getBeansOfType(ServletRegistrationBean.class).values()) {
            servlet.getUrlMappings().stream()
                    .filter(mapping -> !mapping.equals("/"))
                    .forEach(mapping -> addresses.add("SERVLET " + mapping));
        }
        for (SecurityFilterChain chain :
                context.getBeansOfType(SecurityFilterChain.class).values()) {
            for (Filter filter : chain.getFilters()) {
                switch (filter) {
                    case OAuth2AuthorizationRequestRedirectFilter _ ->
                        addresses.add("SIGNIN "
                                + OAuth2AuthorizationRequestRedirectFilter.DEFAULT_AUTHORIZATION_REQUEST_BASE_URI);
                    case OAuth2LoginAuthenticationFilter _ ->
                        addresses.add("SIGNIN " + OAuth2LoginAuthenticationFilter.DEFAULT_FILTER_PROCESSES_URI);
                    default -> {}
                }
            }
        }
        var registry =
                ApplicationRouteRegistry.getInstance(new VaadinServletContext(context.getBean(ServletContext.class)));
        RouteConfiguration.forRegistry(registry)
                .getAvailableRoutes()
                .forEach(route -> addresses.add("PAGE /" + route.getTemplate()));
        return addresses;
    }

    private static Set<String> addresses(RequestMappingInfo info) {
        Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
        Stream<String> names =
                methods.isEmpty() ? Stream.of("ANY") : methods.stream().map(RequestMethod::name);
        return names.flatMap(method -> info.getPatternValues().stream().map(pattern -> method + " " + pattern))
                .collect(Collectors.toSet());
    }

    private static Set<String> methods(AccessMatrix.Row row) {
        return row.method().equals("ANY")
                ? Arrays.stream(RequestMethod.values())
                        .filter(method -> method != RequestMethod.TRACE && method != RequestMethod.OPTIONS)
                        .map(RequestMethod::name)
                        .collect(Collectors.toCollection(TreeSet::new))
                : Set.of(row.method());
    }

    private Workspace workspace() {
        String name = "matrix-" + UUID.randomUUID();
        return workspaces.create(Caller.of(user(name)), WorkspaceName.choose(name), "");
    }

    private User member(Workspace workspace, Role role) {
        User owner = user(workspace.name().value());
        if (role == Role.OWNER) {
            return owner;
        }
        User user = user("matrix-" + role.word());
        Seat seat = access.enter(Caller.of(owner), workspace.id(), Permission.MANAGE_MEMBERS);
        members.put(seat, user.name(), role);
        return user;
    }

    private User user(String name) {
        return accounts.findByName(name).orElseGet(() -> accounts.create(new NewUser(name, Optional.empty(), "")));
    }

    private String tokenOf(User user, Set<Scope> scopes) {
        return lend(user, scopes, Optional.empty(), Instant.now().plusSeconds(600));
    }

    private String boundElsewhere(User user) {
        UUID other = workspace().id().value();
        return lend(user, Scope.all(), Optional.of(other), Instant.now().plusSeconds(600));
    }

    private String expired() {
        return EXPIRED.computeIfAbsent("token", ignored -> {
            Instant soon = Instant.now().plusSeconds(2);
            String token = lend(user("somebody"), Scope.all(), Optional.empty(), soon);
            while (!Instant.now().isAfter(soon)) {
                LockSupport.parkNanos(50_000_000);
            }
            return token;
        });
    }

    private String lend(User user, Set<Scope> scopes, Optional<UUID> workspace, Instant end) {
        return tokens.lend(user.id(), new TokenRequest("matrix", scopes, workspace, Optional.of(end)))
                .secret();
    }
}
