package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;

/** Somebody shares the build that his page shows; somebody else, who has no account, looks. */
final class ShareSteps {

    private final Page page;

    /** @param page that shows a build */
    ShareSteps(Page page) {
        this.page = page;
    }

    /** Makes a link to everything but the Dockerfile, and leaves the dialog open. */
    String share() {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Share").setExact(true))
                .click();
        dialog().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Make link"))
                .click();
        Locator line = dialog().locator("slip-copy-line");
        assertThat(line).isVisible();
        return line.getAttribute("text");
    }

    /** Ends the only link. */
    void revoke() {
        dialog().getByText("Revoke", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(dialog().getByText("Active links")).isHidden();
    }

    /** The page of a link shows the running build; answers the number of the last line that was read. */
    static int readsAlong(Page stranger, String link, String line) {
        stranger.navigate(link);
        assertThat(stranger.locator("slip-log")).containsText(line);
        assertThat(stranger.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Dockerfile")))
                .isHidden();
        return readsMore(stranger, line, 0);
    }

    /** Comes back to the link, where the log goes on, and stays. */
    static void readsOn(Page stranger, String link, String line, int read) {
        stranger.navigate(link);
        readsMore(stranger, line, read);
    }

    /** Without asking again, the page gets two more lines than what it shows or what was read before. */
    private static int readsMore(Page stranger, String line, int read) {
        int next = Math.max(read, last(stranger, line)) + 2;
        assertThat(stranger.locator("slip-log")).containsText(line + next + ".");
        return next;
    }

    private static int last(Page stranger, String line) {
        return Pattern.compile(Pattern.quote(line) + "([0-9]+)\\.")
                .matcher(stranger.locator("slip-log").textContent())
                .results()
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .max()
                .orElse(0);
    }

    static void seesThatItIsOver(Page stranger) {
        assertThat(stranger.getByText("This link opens nothing")).isVisible();
    }

    private Locator dialog() {
        return page.getByRole(AriaRole.DIALOG);
    }
}
