package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

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

    /** The page of a link shows the build with this line of its log. */
    static void seesLog(Page stranger, String link, String line) {
        stranger.navigate(link);
        assertThat(stranger.locator("slip-log")).containsText(line);
        assertThat(stranger.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Dockerfile")))
                .isHidden();
    }

    static void seesThatItIsOver(Page stranger) {
        assertThat(stranger.getByText("This link opens nothing")).isVisible();
    }

    private Locator dialog() {
        return page.getByRole(AriaRole.DIALOG);
    }
}
