package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In the browser: tags are protected and brought back; a link shows a running build to a stranger until it is revoked. */
class TagAndShareIT {

    private static final String MARA = "/api/v1/workspaces/" + RunningSlipway.ADMIN;

    private static final String SLOW_DOCKERFILE = """
            FROM scratch
            COPY --chmod=755 busybox /bin/busybox
            RUN ["/bin/busybox", "sh", "-c", "echo hull plate 1; /bin/busybox sleep 600"]
            """;

    @TempDir
    Path folder;

    private RunningSlipway slipway;
    private Api api;
    private Chromium chromium;
    private Page page;

    @BeforeEach
    void start() throws Exception {
        PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
        slipway = RunningSlipway.withAdministrator(folder.resolve("home"));
        api = Api.signedIn(slipway.address(), RunningSlipway.ADMIN, RunningSlipway.ADMIN_PASSWORD);
        chromium = new Chromium();
        page = chromium.page();
    }

    @AfterEach
    void stop() {
        chromium.close();
        api.close();
        slipway.close();
    }

    @Test
    void aTagIsProtectedAndARunningBuildIsSharedAndTakenBack() throws Exception {
        build("boat", "FROM scratch\nCOPY busybox /one\n", 1);
        build("boat", "FROM scratch\nCOPY busybox /two\n", 2);
        signIn();
        tags();
        share();
        assertThat(chromium.faults()).as("faults").isEmpty();
    }

    private void tags() {
        page.navigate(slipway.address() + "/w/" + RunningSlipway.ADMIN + "/images/boat");
        TagSteps tags = new TagSteps(page);
        tags.choose("v1");
        tags.protect();
        tags.choose("v2");
        tags.moveInVain("v1");
        tags.add("stable");
        tags.deleteAndUndo("stable");
        chromium.pictureInAllLooks("tags");
    }

    private void share() throws Exception {
        api.put(
                MARA + "/projects/boat/archive",
                200,
                SampleProject.withBusybox(SLOW_DOCKERFILE).tar());
        api.post(MARA + "/projects/boat/builds", 201, "{\"tags\":[\"boat:v3\"]}");
        page.navigate(slipway.address() + "/w/" + RunningSlipway.ADMIN + "/builds/3");
        ShareSteps sharing = new ShareSteps(page);
        String link = sharing.share();
        chromium.picture("share");
        Page stranger = chromium.stranger();
        ShareSteps.seesLog(stranger, link, "hull plate 1");
        stranger.screenshot(
                new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", "shared-narrow.png")));
        assertThat(stranger.title()).contains("boat #3");
        opensNothingElse(stranger);
        stranger.navigate(link);
        sharing.revoke();
        ShareSteps.seesThatItIsOver(stranger);
        api.post(MARA + "/builds/3/cancel", 202, "{}");
        api.await(MARA + "/builds/3", "cancelled", Duration.ofMinutes(1));
    }

    /** With the cookies that the link's page gave it. */
    private void opensNothingElse(Page stranger) {
        for (String path : new String[] {MARA + "/builds/3", MARA + "/builds/3/log", "/api/v1/me"}) {
            Response answer = stranger.navigate(slipway.address() + path);
            assertThat(answer.status()).as(path).isEqualTo(401);
        }
        for (String path : new String[] {"builds/3", "images/boat", "settings/rules"}) {
            stranger.navigate(slipway.address() + "/w/" + RunningSlipway.ADMIN + "/" + path);
            assertThat(stranger.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Sign in")))
                    .isVisible();
        }
    }

    private void signIn() {
        page.navigate(slipway.address() + "/login");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill(RunningSlipway.ADMIN);
        page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill(RunningSlipway.ADMIN_PASSWORD);
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Sign in").setExact(true))
                .click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Projects")))
                .isVisible();
    }

    private void build(String project, String dockerfile, int number) throws Exception {
        api.put(
                MARA + "/projects/" + project + "/archive",
                number == 1 ? 201 : 200,
                SampleProject.withBusybox(dockerfile).tar());
        api.post(MARA + "/projects/" + project + "/builds", 201, "{\"tags\":[\"" + project + ":v" + number + "\"]}");
        api.await(MARA + "/builds/" + number, "succeeded", Duration.ofMinutes(3));
    }
}
