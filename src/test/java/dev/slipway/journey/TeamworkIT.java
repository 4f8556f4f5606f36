package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.elsewhere.BadLine;
import dev.slipway.elsewhere.ForeignRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What a team does with its images, in three browsers: a tag is protected, an image goes to another registry while another push
 * fails and is mended, somebody is let in and builds, a link shows his build to a stranger and ends, he is taken out, and the
 * workspace goes.
 */
class TeamworkIT {

    private static final String WORKSPACE = "harbour";
    private static final String BASE = "/api/v1/workspaces/" + WORKSPACE;
    private static final String ROBOT = "robot";
    private static final String SECRET = "s3cret-of-the-robot";

    /** Slow enough for another push to fail and be mended meanwhile; bytes a second. */
    private static final long SLOW_LINE = 20_000;

    private static final String DOCKERFILE = """
            FROM scratch
            COPY --chmod=755 busybox /bin/busybox
            RUN ["/bin/busybox", "sh", "-c", "echo planks"]
            """;

    /** Says something each second until it is cancelled. */
    private static final String SLOW_DOCKERFILE = """
            FROM scratch
            COPY --chmod=755 busybox /bin/busybox
            RUN ["/bin/busybox", "sh", "-c", "for i in $(/bin/busybox seq 1 600); do echo hull plate $i.; /bin/busybox sleep 1; done"]
            """;

    @TempDir
    Path folder;

    private ForeignRegistry registry;
    private BadLine slowLine;
    private RunningSlipway slipway;
    private Api api;
    private Chromium owner;
    private Chromium guest;
    private Page page;

    @BeforeEach
    void start() throws Exception {
        PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
        registry = ForeignRegistry.withPassword(Files.createDirectory(folder.resolve("elsewhere")), ROBOT, SECRET);
        slowLine = new BadLine(registry.port()).slow(SLOW_LINE);
        slipway = RunningSlipway.withAdministrator(
                folder.resolve("home"),
                Map.of("SLIPWAY_REGISTRIES_PLAIN_HTTP", "127.0.0.1", "SLIPWAY_OUTBOUND_ALLOW", "127.0.0.1"));
        api = Api.signedIn(slipway.address(), RunningSlipway.ADMIN, RunningSlipway.ADMIN_PASSWORD);
        owner = new Chromium();
        guest = new Chromium();
        page = owner.page();
    }

    @AfterEach
    void stop() {
        guest.close();
        owner.close();
        api.close();
        slipway.close();
        slowLine.close();
        registry.close();
    }

    @Test
    void fromAProtectedTagToARevokedLink() throws Exception {
        api.post("/api/v1/workspaces", 201, "{\"name\":\"" + WORKSPACE + "\"}");
        project("FROM scratch\nCOPY busybox /one\n", 201);
        build(1);
        project(DOCKERFILE, 200);
        String image = build(2);
        signIn();
        tags();
        push(image);
        SecondPerson nils = new SecondPerson(slipway.address(), WORKSPACE, owner, guest);
        String invitation = nils.isInvited();
        nils.signsUp(invitation);
        nils.isTheOnlyOne(invitation);
        nils.builds("boat");
        project(SLOW_DOCKERFILE, 200);
        nils.startsToBuild("boat", "hull plate 1.");
        share();
        nils.isTakenOut();
        nils.isInTheTrail();
        nils.comesBack(nils.isInvited());
        settings();
        administration();
        cancel();
        deleteTheWorkspace();
        assertThat(owner.faults()).as("faults").isEmpty();
        assertThat(guest.faults()).as("faults").isEmpty();
    }

    /** From a page inside, so that the way back there is the way on; the address is as it was asked for. */
    private void signIn() {
        String members = address("settings/members");
        page.navigate(members);
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill(RunningSlipway.ADMIN);
        page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill(RunningSlipway.ADMIN_PASSWORD);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .first()
                .click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Members")))
                .isVisible();
        assertThat(page).hasURL(members);
    }

    private void tags() {
        page.navigate(address("images/boat"));
        TagSteps tags = new TagSteps(page);
        tags.choose("v1");
        tags.protect();
        tags.choose("v2");
        tags.moveInVain("v1");
        tags.add("stable");
        tags.deleteAndUndo("stable");
        owner.pictureInAllLooks("tags");
    }

    /** One push takes its time over a slow line; another one fails beside it, and succeeds with the right credential. */
    private void push(String image) {
        String slow = slowLine.host() + "/harbour/boat:1.0";
        String refused = registry.host() + "/yard/boat:1.0";
        page.navigate(address("images/boat/" + image));
        PushSteps pushes = new PushSteps(page);
        pushes.open();
        pushes.addCredential("release-bot", slowLine.host(), ROBOT, SECRET);
        pushes.push(slow, "release-bot");
        pushes.addCredential("yard-old", registry.host(), ROBOT, "the secret of last year");
        pushes.push(refused, "yard-old");
        pushes.failed(refused, "refused the credential yard-old (401 Unauthorized");
        pushes.isUnderWay(slow);
        owner.dialogInAllLooks("push");
        pushes.addCredential("yard", registry.host(), ROBOT, SECRET);
        pushes.retryWith(refused, "yard");
        pushes.isUnderWay(slow);
        pushes.succeeded(refused);
        slowLine.slow(Long.MAX_VALUE);
        pushes.succeeded(slow);
        owner.picture("pushed");
        pushes.close();
        tabs();
        String robot =
                "Basic " + Base64.getEncoder().encodeToString((ROBOT + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
        assertThat(registry.digest("harbour/boat", "1.0", robot)).isEqualTo(image);
        assertThat(registry.digest("yard/boat", "1.0", robot)).isEqualTo(image);
    }

    /** By keyboard; the address has the tab, so that it is there after a reload. */
    private void tabs() {
        page.navigate(address("images/boat"));
        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Tags"))
                .press("ArrowRight");
        page.keyboard().press("Enter");
        assertThat(page).hasURL(address("images/boat?tab=pushes"));
        page.reload();
        assertThat(page.getByText("yard/boat:1.0")).isVisible();
        owner.pictureInAllLooks("pushes");
    }

    /** A stranger reads along while it runs; with the cookies of the link's page he opens nothing else. */
    private void share() {
        page.navigate(address("builds/4"));
        ShareSteps sharing = new ShareSteps(page);
        String link = sharing.share();
        owner.dialogInAllLooks("share");
        Page stranger = owner.stranger();
        int read = ShareSteps.readsAlong(stranger, link, "hull plate ");
        owner.pictureOfStranger(stranger, "shared");
        assertThat(stranger.title()).contains("boat #4");
        opensNothingElse(stranger);
        ShareSteps.readsOn(stranger, link, "hull plate ", read);
        sharing.revoke();
        ShareSteps.seesThatItIsOver(stranger);
        owner.pictureOf(stranger, "shared-over");
    }

    private void opensNothingElse(Page stranger) {
        for (String path : new String[] {BASE + "/builds/4", BASE + "/builds/4/log", "/api/v1/me"}) {
            Response answer = stranger.navigate(slipway.address() + path);
            assertThat(answer.status()).as(path).isEqualTo(401);
        }
        for (String path : new String[] {"builds/4", "images/boat", "settings/rules"}) {
            stranger.navigate(address(path));
            assertThat(stranger.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Sign in")))
                    .isVisible();
        }
    }

    /** Each page of the settings, with something on it. */
    private void settings() throws Exception {
        api.post(BASE + "/rules", 201, "{\"kind\":\"protection\",\"repositories\":\"boat\",\"tags\":\"v*\"}");
        for (String place : List.of("General", "Members", "Credentials", "Rules", "Access tokens", "Audit")) {
            page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Settings"))
                    .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(place))
                    .click();
            assertThat(page.getByRole(
                            AriaRole.HEADING,
                            new Page.GetByRoleOptions().setName(place).setLevel(1)))
                    .isVisible();
            owner.pictureInAllLooks("settings-" + place.toLowerCase(Locale.ROOT).replace(' ', '-'));
        }
    }

    /** The administrator reads who came to be here; to others the page never was. */
    private void administration() {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Account: "))
                .click();
        page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Audit of the installation"))
                .click();
        assertThat(page).hasURL(slipway.address() + "/admin/audit");
        assertThat(page.getByText("Created user " + SecondPerson.NAME)).isVisible();
        owner.pictureInAllLooks("installation-audit");
        guest.page().navigate(slipway.address() + "/admin/audit");
        assertThat(nothingThere(guest.page())).isVisible();
    }

    private static Locator nothingThere(Page page) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName("There is nothing here that you can see"));
    }

    private void cancel() throws Exception {
        api.post(BASE + "/builds/4/cancel", 202, "{}");
        api.await(BASE + "/builds/4", "cancelled", Duration.ofMinutes(1));
    }

    private void deleteTheWorkspace() {
        page.navigate(address("settings/general"));
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Delete workspace"))
                .click();
        assertThat(page.getByText("1 project with files and history")).isVisible();
        owner.picture("delete-workspace");
        page.getByLabel("Type " + WORKSPACE + " to confirm").fill(WORKSPACE);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Delete " + WORKSPACE))
                .click();
        assertThat(page.getByText("Workspace " + WORKSPACE + " is deleted")).isVisible();
        page.navigate(slipway.address() + "/w/" + WORKSPACE);
        assertThat(nothingThere(page)).isVisible();
    }

    private void project(String dockerfile, int status) throws Exception {
        api.put(
                BASE + "/projects/boat/archive",
                status,
                SampleProject.withBusybox(dockerfile).tar());
    }

    /** Answers the image's digest. */
    private String build(int number) throws Exception {
        api.post(BASE + "/projects/boat/builds", 201, "{\"tags\":[\"boat:v" + number + "\"]}");
        JsonNode built = api.await(BASE + "/builds/" + number, "succeeded", Duration.ofMinutes(3));
        return built.required("image").required("digest").asString();
    }

    /** Of a page in the workspace. */
    private String address(String path) {
        return slipway.address() + "/w/" + WORKSPACE + "/" + path;
    }
}
