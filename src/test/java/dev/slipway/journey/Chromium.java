package dev.slipway.journey;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.WaitUntilState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The machine's own Chromium with one person's session, which takes pictures of what it sees. */
final class Chromium implements AutoCloseable {

    private static final String PROGRAM = "SLIPWAY_CHROMIUM";
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final int WIDE = 1440;
    private static final int NARROW = 420;
    private static final int HEIGHT = 900;

    /** A slow machine with a busy build engine; nothing waits this long when all is well. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Playwright playwright;
    private final Browser browser;
    private final Page page;
    private final List<String> faults = new ArrayList<>();
    private int pictures;

    Chromium() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(System.getenv().getOrDefault(PROGRAM, "/usr/bin/chromium")))
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")));
        page = newPerson(WIDE);
    }

    /** A page of somebody else, who has no session here and a narrow window. */
    Page stranger() {
        return newPerson(NARROW);
    }

    private Page newPerson(int width) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, HEIGHT)
                .setColorScheme(ColorScheme.LIGHT)
                .setReducedMotion(ReducedMotion.REDUCE));
        context.setDefaultTimeout((double) PATIENCE.toMillis());
        context.setDefaultNavigationTimeout((double) PATIENCE.toMillis());
        Page own = context.newPage();
        own.onPageError(error -> faults.add(own.url() + ": " + error));
        return own;
    }

    Page page() {
        return page;
    }

    /** Script errors, and serious obstacles for people who don't see or don't use a mouse, which no page should have. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** One step of the journey as it looks now. */
    void picture(String step) {
        pictureOf(page, step);
    }

    /** As {@link #pictureInAllLooks}, of a stranger's narrow page, and without asking anew for what he reads. */
    void pictureOfStranger(Page shown, String step) {
        pictureOf(shown, step);
        shown.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        shown.setViewportSize(WIDE, HEIGHT);
        shoot(shown, "%02d-%s-dark".formatted(pictures, step));
        checkAccess(shown, step + ", dark");
        shown.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        shown.setViewportSize(NARROW, HEIGHT);
    }

    /** As {@link #picture}, of a stranger's page. */
    void pictureOf(Page shown, String step) {
        pictures++;
        shoot(shown, "%02d-%s".formatted(pictures, step));
        checkAccess(shown, step);
    }

    private void checkAccess(Page shown, String look) {
        Axe.findings(shown).forEach(found -> faults.add(look + ": " + found));
    }

    /** As {@link #picture}, and the same in the dark and in a narrow window. */
    void pictureInAllLooks(String step) {
        pictureInTheDark(step);
        page.setViewportSize(NARROW, HEIGHT);
        askAnew();
        pictureNarrow(step);
        page.setViewportSize(WIDE, HEIGHT);
    }

    /** As {@link #pictureInAllLooks}, of a dialog, which would not outlive that its page is asked for anew. */
    void dialogInAllLooks(String step) {
        pictureInTheDark(step);
        page.setViewportSize(NARROW, HEIGHT);
        pictureNarrow(step);
        page.setViewportSize(WIDE, HEIGHT);
    }

    private void pictureInTheDark(String step) {
        picture(step);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        shoot(page, "%02d-%s-dark".formatted(pictures, step));
        checkAccess(page, step + ", dark");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }

    private void pictureNarrow(String step) {
        shoot(page, "%02d-%s-narrow".formatted(pictures, step));
        checkAccess(page, step + ", narrow");
    }

    /** As a window of this width gets it. */
    private void askAnew() {
        page.reload(new Page.ReloadOptions().setWaitUntil(WaitUntilState.NETWORKIDLE));
        page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1))
                .waitFor();
    }

    private static void shoot(Page shown, String name) {
        shown.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
