package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job in the browser: from the set-up address to an image with its layers. */
class FirstBuildIT {

    private static final String FIRST_DOCKERFILE = """
            FROM scratch
            COPY --chmod=755 busybox /bin/busybox
            """;

    /** Slow enough to be reloaded while it runs. */
    private static final String SLOW_DOCKERFILE = FIRST_DOCKERFILE + """
            RUN ["/bin/busybox", "sh", "-c", "for i in $(/bin/busybox seq 1 15); do echo hull plate $i; /bin/busybox sleep 1; done"]
            WORKDIR /app
            CMD ["/bin/busybox", "sh"]
            """;

    private static final String BROKEN_DOCKERFILE = FIRST_DOCKERFILE + """
            RUN ["/bin/busybox", "sh", "-c", "echo the mast is missing; exit 7"]
            WORKDIR /app
            """;

    private static final String MENDED_DOCKERFILE = FIRST_DOCKERFILE + """
            RUN ["/bin/busybox", "sh", "-c", "echo mast > /mast"]
            WORKDIR /app
            CMD ["/bin/busybox", "sh"]
            """;

    /** A build on a busy machine, with the start of its engine; milliseconds. */
    private static final int BUILD = 180_000;

    @TempDir
    Path folder;

    private RunningSlipway slipway;
    private Chromium chromium;
    private Page page;

    @BeforeEach
    void start() {
        PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
        slipway = RunningSlipway.fresh(folder.resolve("home"));
        chromium = new Chromium();
        page = chromium.page();
    }

    @AfterEach
    void stop() {
        chromium.close();
        slipway.close();
    }

    @Test
    void fromTheSetUpAddressToAnImageWithItsLayers() throws IOException {
        setUp();
        signInAgain();
        dropAFolder();
        buildAndReload();
        goRoundTheRegions();
        openADrawer();
        breakTheDockerfile();
        mendTheDockerfile();
        seeTheImage();
        assertThat(chromium.faults()).as("script errors and obstacles").isEmpty();
    }

    private void setUp() {
        page.navigate(slipway.setUpAddress());
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill(RunningSlipway.ADMIN);
        page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill(RunningSlipway.ADMIN_PASSWORD);
        chromium.picture("set-up");
        button("Create account and workspace").click();
        assertThat(heading("Projects")).isVisible();
        chromium.picture("first-projects");
    }

    private void signInAgain() {
        button("Account: " + RunningSlipway.ADMIN).click();
        page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Sign out"))
                .click();
        assertThat(heading("Sign in")).isVisible();
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill(RunningSlipway.ADMIN);
        page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill(RunningSlipway.ADMIN_PASSWORD);
        chromium.picture("sign-in");
        button("Sign in").click();
        assertThat(heading("Projects")).isVisible();
    }

    private void dropAFolder() throws IOException {
        Path boat = Files.createDirectory(folder.resolve("boat"));
        Files.copy(Path.of("/bin/busybox"), boat.resolve("busybox"));
        Files.writeString(boat.resolve("Dockerfile"), FIRST_DOCKERFILE);
        Files.writeString(boat.resolve(".dockerignore"), "notes\n");
        Files.writeString(Files.createDirectory(boat.resolve("notes")).resolve("todo.txt"), "paint\n");
        FileDrop drop = FileDrop.of(boat);
        drop.over(page);
        chromium.picture("dragging");
        drop.on(page);
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        assertThat(dialog.getByLabel("Name")).hasValue("boat");
        chromium.picture("upload");
        button("Upload").click();
        assertThat(heading("boat")).isVisible();
        assertThat(editor()).containsText("scratch");
        assertThat(page.getByText("notes", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        chromium.picture("workbench");
    }

    private void buildAndReload() {
        write(SLOW_DOCKERFILE);
        page.keyboard().press("Control+Enter");
        assertThat(log()).containsText("hull plate 2", within(BUILD));
        chromium.picture("building");
        page.reload();
        assertThat(log()).containsText("hull plate 1");
        assertThat(log()).containsText("hull plate 6");
        chromium.picture("building-after-reload");
        assertThat(page.getByText("Image ready")).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(BUILD));
        chromium.pictureInAllLooks("image-ready");
    }

    /** With the keyboard alone. */
    private void goRoundTheRegions() {
        editor().click();
        for (String region : List.of("wb-output", "wb-settings", "projectbar", "wb-files", "wb-editor")) {
            page.keyboard().press("F6");
            assertThat(page.locator("[data-region]:focus-within")).hasClass(Pattern.compile("\\b" + region + "\\b"));
        }
        page.keyboard().press("Shift+F6");
        assertThat(page.locator("[data-region]:focus-within")).hasClass(Pattern.compile("\\bwb-files\\b"));
    }

    /** Where the window has no room for the settings beside the editor. */
    private void openADrawer() {
        Locator settings = page.locator(".wb-settings");
        page.setViewportSize(1100, 800);
        assertThat(settings).isHidden();
        button("Build settings").click();
        assertThat(settings).isVisible();
        chromium.picture("drawer");
        page.keyboard().press("Escape");
        assertThat(settings).isHidden();
        assertThat(page.locator("[data-region]:focus-within")).hasClass(Pattern.compile("\\bwb-editor\\b"));
        page.setViewportSize(1440, 900);
        assertThat(settings).isVisible();
    }

    private void breakTheDockerfile() {
        write(BROKEN_DOCKERFILE);
        page.keyboard().press("Control+s");
        assertThat(page.getByText("Saved now")).isVisible();
        button("Build").click();
        assertThat(failBar()).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(BUILD));
        assertThat(failBar().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Dockerfile, line 3")))
                .isVisible();
        assertThat(log()).containsText("the mast is missing");
        assertThat(failedLine()).isVisible();
        page.reload();
        assertThat(failedLine()).isVisible();
        assertThat(log()).containsText("the mast is missing");
        chromium.pictureInAllLooks("failed");
    }

    private void mendTheDockerfile() {
        write(MENDED_DOCKERFILE);
        page.keyboard().press("Control+Enter");
        assertThat(page.getByText("Image ready")).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(BUILD));
        assertThat(failedLine()).isHidden();
        assertThat(failBar()).isHidden();
        chromium.picture("mended");
    }

    private void seeTheImage() {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(Pattern.compile("succeeded")))
                .click();
        assertThat(page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Steps")))
                .isVisible();
        assertThat(page.getByText("Image ready")).isVisible();
        chromium.pictureInAllLooks("build");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(Pattern.compile("^sha256:")))
                .click();
        assertThat(heading("Layers")).isVisible();
        assertThat(layer("busybox /bin/busybox")).isVisible();
        assertThat(layer("WORKDIR /app")).isVisible();
        chromium.pictureInAllLooks("image");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("boat"))
                .click();
        assertThat(page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Tags")))
                .isVisible();
        chromium.pictureInAllLooks("repository");
        openPlace("Builds");
        assertThat(heading("Builds")).isVisible();
        assertThat(page.getByText("#3 boat")).isVisible();
        chromium.pictureInAllLooks("builds");
        openPlace("Projects");
        assertThat(heading("Projects")).isVisible();
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("hello-python")))
                .isVisible();
        chromium.pictureInAllLooks("projects");
    }

    /** Replaces the open file's text, as somebody who pastes. */
    private void write(String text) {
        editor().click();
        page.keyboard().press("Control+a");
        page.keyboard().insertText(text);
    }

    private void openPlace(String place) {
        page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Places"))
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(place))
                .first()
                .click();
    }

    private Locator editor() {
        return page.locator("slip-editor .view-lines");
    }

    private Locator failedLine() {
        return page.locator("slip-editor .slip-fail-line").first();
    }

    private Locator log() {
        return page.locator("slip-log");
    }

    private Locator button(String name) {
        return page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .or(page.getByRole(
                        AriaRole.MENUITEM,
                        new Page.GetByRoleOptions().setName(name).setExact(true)))
                .first();
    }

    private Locator layer(String instruction) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(instruction))
                .first();
    }

    private Locator failBar() {
        return page.getByRole(AriaRole.ALERT).filter(new Locator.FilterOptions().setHasText("exit code 7"));
    }

    private Locator heading(String name) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static LocatorAssertions.ContainsTextOptions within(int millis) {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(millis);
    }
}
