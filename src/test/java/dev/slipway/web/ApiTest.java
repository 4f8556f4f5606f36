package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What all calls of the API have in common, with hostile requests. */
class ApiTest {

    private final RunningSlipway slipway = RunningSlipway.get();
    private final String token = slipway.token(RunningSlipway.ADMIN, "{\"name\":\"test\",\"scopes\":[\"admin\"]}");

    @Test
    void aMachineGetsATokenWithNameAndPasswordAndSeesItself() {
        JsonNode me = RunningSlipway.json(slipway.call(token, "GET", "/api/v1/me", ""));

        assertThat(me.get("name").asString()).isEqualTo(RunningSlipway.ADMIN);
        assertThat(me.get("admin").asBoolean()).isTrue();
        assertThat(me.get("workspaces").values()).anySatisfy(workspace -> {
            assertThat(workspace.get("name").asString()).isEqualTo(RunningSlipway.ADMIN);
            assertThat(workspace.get("role").asString()).isEqualTo("owner");
        });
    }

    @Test
    void passwordsAreTakenForTokensOnly() {
        String basic = RunningSlipway.basic(RunningSlipway.ADMIN, RunningSlipway.PASSWORD);

        assertProblem(slipway.send(slipway.to("/api/v1/me").header("Authorization", basic)), 401, "bad-credential");
    }

    @Test
    void wrongPasswordsAreLimited() {
        HttpResponse<String> last = wrongPassword();
        for (int i = 0; i < 60 && last.statusCode() == 401; i++) {
            last = wrongPassword();
        }
        assertProblem(last, 429, "too-many-sign-ins");
        assertThat(last.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
    }

    private HttpResponse<String> wrongPassword() {
        return slipway.send(slipway.to("/api/v1/tokens")
                .header("Authorization", RunningSlipway.basic("victim", "wrong"))
                .POST(BodyPublishers.ofString("{}")));
    }

    @Test
    void unknownAddressesAndMethodsAreProblems() {
        assertProblem(slipway.call(token, "GET", "/api/v1/nope", ""), 404, "not-found");
        assertProblem(slipway.call(token, "DELETE", "/api/v1/me", ""), 405, "method-not-allowed");
        assertProblem(slipway.call("", "GET", "/api/v1/nope", ""), 401, "unauthenticated");
    }

    @Test
    void brokenBodiesAreProblems() {
        assertProblem(slipway.call(token, "POST", "/api/v1/workspaces", "{\"name\":"), 400, "malformed-json");
        assertProblem(slipway.call(token, "POST", "/api/v1/workspaces", "{}"), 422, "required");
        HttpResponse<String> wrongType = slipway.call(token, "POST", "/api/v1/workspaces", "{\"name\":5}");
        assertProblem(wrongType, 422, "wrong-type");
        assertThat(RunningSlipway.json(wrongType)
                        .get("errors")
                        .get(0)
                        .get("pointer")
                        .asString())
                .isEqualTo("/name");
        assertProblem(
                slipway.call(token, "POST", "/api/v1/workspaces", "{\"name\":\"" + "x".repeat(5_000_000) + "\"}"),
                413,
                "body-too-large");
        assertProblem(
                slipway.send(slipway.to("/api/v1/workspaces")
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("x"))),
                415,
                "unsupported-type");
    }

    @Test
    void limitsOfListsAreChecked() {
        assertProblem(slipway.call(token, "GET", "/api/v1/users?limit=0", ""), 422, "limit-out-of-range");
        assertProblem(slipway.call(token, "GET", "/api/v1/users?limit=x", ""), 422, "limit-out-of-range");
        assertProblem(slipway.call(token, "GET", "/api/v1/users?cursor=%00", ""), 422, "invalid-cursor");
    }

    @Test
    void fieldsThatAClientMayNotSetAreIgnored() {
        String name = "u-" + UUID.randomUUID();
        HttpResponse<String> made =
                slipway.call(token, "POST", "/api/v1/users", "{\"name\":\"" + name + "\",\"admin\":true}");

        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(RunningSlipway.json(made).get("admin").asBoolean()).isFalse();
    }

    @Test
    void theApiDescribesItself() {
        HttpResponse<String> description = slipway.call("", "GET", "/v3/api-docs", "");

        assertThat(RunningSlipway.json(description).get("paths").has("/api/v1/workspaces/{ws}"))
                .isTrue();
    }

    @Test
    void aSessionNeedsItsCsrfTokenForEveryChangeAndGetsANewIdAtSignIn() throws Exception {
        try (HttpClient browser =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build()) {
            HttpResponse<String> page = send(
                    browser, slipway.to("/login").header("Accept", "text/html").GET());
            String before = sessionCookie(page);
            String csrf = csrfToken(page);
            assertThat(csrf).isNotEmpty();
            HttpResponse<String> signedIn = send(
                    browser,
                    slipway.to("/login")
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString("username=" + RunningSlipway.ADMIN + "&password="
                                    + RunningSlipway.PASSWORD.replace(' ', '+') + "&_csrf=" + csrf)));
            assertThat(signedIn.statusCode()).isEqualTo(302);
            assertThat(signedIn.headers().firstValue("Location").orElse("")).doesNotContain("error");
            assertThat(sessionCookie(signedIn)).isNotEmpty().isNotEqualTo(before);

            assertThat(send(browser, slipway.to("/api/v1/me").GET()).statusCode())
                    .isEqualTo(200);
            HttpRequest.Builder change = slipway.to("/api/v1/workspaces")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{}"));
            assertProblem(send(browser, change), 403, "forbidden");
            String fresh = csrfToken(send(
                    browser, slipway.to("/login").header("Accept", "text/html").GET()));
            assertProblem(send(browser, change.header("X-CSRF-TOKEN", fresh)), 422, "required");
        }
    }

    @Test
    void aWrongPasswordAtTheFormLeadsBackToIt() throws Exception {
        try (HttpClient browser =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build()) {
            String csrf = csrfToken(send(
                    browser, slipway.to("/login").header("Accept", "text/html").GET()));
            HttpResponse<String> refused = send(
                    browser,
                    slipway.to("/login")
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString("username=someone&password=wrong&_csrf=" + csrf)));
            assertThat(refused.headers().firstValue("Location").orElse("")).endsWith("/login?error");
        }
    }

    private static HttpResponse<String> send(HttpClient browser, HttpRequest.Builder request) throws Exception {
        return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String sessionCookie(HttpResponse<String> answer) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("JSESSIONID="))
                .findFirst()
                .orElse("");
    }

    /** Vaadin writes it into the page's head: {@code <meta name="_csrf" content="…">}. */
    private static String csrfToken(HttpResponse<String> page) {
        var found = java.util.regex.Pattern.compile("name=\"_csrf\"[^>]*content=\"([^\"]+)\"")
                .matcher(page.body());
        return found.find() ? found.group(1) : "";
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        JsonNode problem = RunningSlipway.json(answer);
        assertThat(problem.get("code").asString()).isEqualTo(code);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("correlationId").asString())
                .isEqualTo(answer.headers().firstValue(CorrelationId.HEADER).orElse(""));
        assertThat(answer.body()).doesNotContain("java.").doesNotContain("dev.slipway");
    }
}
