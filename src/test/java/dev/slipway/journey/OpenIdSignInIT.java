package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sign-in with a certified OpenID provider in the browser: the way in, and every way that does not lead in. */
class OpenIdSignInIT {

    private static final String NAME = "Hull ID";

    @TempDir
    Path folder;

    private int providerPort;
    private RunningSlipway slipway;
    private Chromium chromium;
    private Page page;
    private final List<String> answers = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
        providerPort = RunningSlipway.freePort();
        slipway = RunningSlipway.withAdministrator(
                folder.resolve("home"),
                Map.ofEntries(
                        Map.entry(
                                "SLIPWAY_OPENID_ISSUER",
                                CertifiedProvider.issuer(providerPort).toString()),
                        Map.entry("SLIPWAY_OPENID_CLIENT_ID", "slipway"),
                        Map.entry("SLIPWAY_OPENID_CLIENT_SECRET", CertifiedProvider.CLIENT_SECRET),
                        Map.entry("SLIPWAY_OPENID_NAME", NAME),
                        Map.entry("SLIPWAY_OPENID_EMAIL_DOMAINS", "hull.example"),
                        Map.entry("SLIPWAY_OPENID_CREATE_ACCOUNTS", "true"),
                        Map.entry("SLIPWAY_OPENID_WORKSPACE", RunningSlipway.ADMIN),
                        Map.entry("SLIPWAY_OPENID_ROLE", "viewer"),
                        Map.entry("SLIPWAY_OUTBOUND_ALLOW", "localhost")));
        chromium = new Chromium();
        page = chromium.page();
        page.onRequest(request -> {
            if (request.url().contains("/login/oauth2/code/")) {
                answers.add(request.url());
            }
        });
    }

    @AfterEach
    void stop() {
        chromium.close();
        slipway.close();
    }

    @Test
    void aProviderOpensTheDoorToThoseWhomTheSettingsAdmit() throws Exception {
        theProviderIsAwayAndPasswordsWork();
        try (CertifiedProvider _ = CertifiedProvider.start(providerPort, slipway.address())) {
            untilTheProviderIsFound();
            aStrangerIsRefused();
            aChangedMindIsNoHarm();
            aNewcomerComesIn();
            anAnswerWorksOnce();
            aNamesakeIsSomebodyElse();
            theAdministratorLinksAndSignsIn();
        }
        assertThat(chromium.faults()).as("script errors").isEmpty();
    }

    private void theProviderIsAwayAndPasswordsWork() throws Exception {
        open("/login");
        chromium.pictureInAllLooks("openid-sign-in");
        press("Sign in with " + NAME);
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("can't reach " + NAME);
        chromium.picture("openid-away");

        HttpResponse<String> readiness = get("/actuator/health/readiness");
        assertThat(readiness.statusCode()).isEqualTo(200);
        assertThat(readiness.body()).contains("\"openId\":{\"status\":\"DEGRADED\"}");

        signInWithPassword();
        signOut();
    }

    /** Slipway asks a provider that was away again after ten seconds. */
    private void untilTheProviderIsFound() throws Exception {
        String location = "";
        for (int second = 0; second < 30 && !location.startsWith("http://localhost:" + providerPort); second++) {
            Thread.sleep(1_000);
            location = get("/oauth2/authorization/openid")
                    .headers()
                    .firstValue("Location")
                    .orElse("");
        }
        assertThat(location)
                .startsWith("http://localhost:" + providerPort + "/auth?")
                .contains("code_challenge=", "code_challenge_method=S256", "nonce=", "state=");
        assertThat(get("/actuator/health/readiness").body()).contains("\"openId\":{\"status\":\"UP\"}");
    }

    private void aStrangerIsRefused() {
        for (String stranger : List.of("mallory", "unverified")) {
            signInAtTheProvider(stranger);
            agree();
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("not among those who may come in");
            assertThat(page.url()).endsWith("/login?openid=not-admitted");
            forgetTheProvider();
        }
        open("/account");
        assertThat(page).hasURL(Pattern.compile(".*/login$"));
    }

    private void aChangedMindIsNoHarm() {
        signInAtTheProvider("ada");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Cancel"))
                .click();
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("You said no at " + NAME);
        forgetTheProvider();
    }

    private void aNewcomerComesIn() {
        open("/login");
        String before = session();
        signInAtTheProvider("ada");
        agree();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1))
                        .first())
                .isVisible();
        assertThat(session()).as("a new session id at sign-in").isNotEqualTo(before);
        open("/account");
        assertThat(heading()).hasText("Ada Lovelace");
        assertThat(page.getByText("ada.lovelace").first()).isVisible();
        assertThat(page.getByText("viewer").first()).isVisible();
        chromium.picture("openid-account");
        signOut();
        open("/account");
        assertThat(page).hasURL(Pattern.compile(".*/login$"));
        forgetTheProvider();
    }

    /** Neither in the browser where it was given nor in another one. */
    private void anAnswerWorksOnce() {
        String used = answers.getLast();
        assertThat(used).contains("code=", "state=");
        page.navigate(used);
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("used already");
        try (BrowserContext elsewhere = page.context().browser().newContext()) {
            Page other = elsewhere.newPage();
            other.navigate(used);
            assertThat(other.getByRole(AriaRole.STATUS)).containsText("used already");
            other.navigate(slipway.address() + "/login/oauth2/code/openid?code=guess&state=guess");
            assertThat(other.getByRole(AriaRole.STATUS)).containsText("used already");
        }
    }

    private void aNamesakeIsSomebodyElse() {
        signInAtTheProvider("namesake");
        agree();
        open("/account");
        assertThat(heading()).hasText("Another Mara");
        assertThat(page.getByText(RunningSlipway.ADMIN + "-2").first()).isVisible();
        signOut();
        forgetTheProvider();
    }

    private void theAdministratorLinksAndSignsIn() {
        signInWithPassword();
        open("/account");
        press("Link");
        nameAndPassword("captain");
        agree();
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("you can sign in with " + NAME);
        assertThat(page.getByText("Administrator").first()).isVisible();
        signOut();
        forgetTheProvider();
        signInAtTheProvider("captain");
        agree();
        open("/account");
        assertThat(heading()).hasText(RunningSlipway.ADMIN);
        press("Unlink");
        assertThat(page.getByText("Not linked")).isVisible();
        signOut();
    }

    private void signInAtTheProvider(String person) {
        open("/login");
        press("Sign in with " + NAME);
        nameAndPassword(person);
    }

    /** The provider's own development pages. */
    private void nameAndPassword(String person) {
        page.locator("input[name=login]").fill(person);
        page.locator("input[name=password]").fill("any");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign-in"))
                .click();
    }

    private void agree() {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Continue"))
                .click();
    }

    /** The provider keeps a session of its own, in the cookies of the same host. */
    private void forgetTheProvider() {
        page.context().clearCookies();
    }

    private void signInWithPassword() {
        open("/login");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill(RunningSlipway.ADMIN);
        page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill(RunningSlipway.ADMIN_PASSWORD);
        press("Sign in");
        page.waitForURL(url -> !url.contains("/login"));
    }

    private void signOut() {
        page.getByLabel(Pattern.compile("^Account")).first().click();
        page.getByText("Sign out").click();
        page.waitForURL(Pattern.compile(".*/login.*"));
    }

    private void press(String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    private Locator heading() {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1));
    }

    private void open(String path) {
        page.navigate(slipway.address() + path);
    }

    private String session() {
        return page.context().cookies(slipway.address().toString()).stream()
                .filter(cookie -> cookie.name.equals("JSESSIONID"))
                .map((Cookie cookie) -> cookie.value)
                .findFirst()
                .orElse("");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(slipway.address() + path)).build(), BodyHandlers.ofString());
        }
    }
}
