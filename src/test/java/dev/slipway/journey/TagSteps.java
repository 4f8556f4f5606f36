package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** What a maintainer does with tags on a repository's page. */
final class TagSteps {

    private final Page page;

    /** @param page that shows a repository */
    TagSteps(Page page) {
        this.page = page;
    }

    /** Gives the chosen tag's image one more name, which is the chosen one then. */
    void add(String tag) {
        askToAdd(tag);
        assertThat(chip(tag)).isVisible();
        assertThat(dialog()).isHidden();
    }

    void choose(String tag) {
        chip(tag).click();
        assertThat(drawer()).containsText(tag);
    }

    /** The chosen tag. */
    void protect() {
        button("Protect").click();
        assertThat(button("Unprotect")).isVisible();
    }

    /** Tries to point a protected tag to the chosen tag's image. */
    void moveInVain(String tag) {
        askToAdd(tag);
        assertThat(dialog().getByRole(AriaRole.ALERT)).containsText("is protected");
        dialog().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Close"))
                .click();
        assertThat(dialog()).isHidden();
    }

    /** Deletes the chosen tag and thinks better of it. */
    void deleteAndUndo(String tag) {
        button("Delete").click();
        dialog().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Delete tag"))
                .click();
        assertThat(page.getByText("Tag " + tag + " was deleted.")).isVisible();
        button("Undo").click();
        assertThat(chip(tag)).isVisible();
        assertThat(drawer()).containsText("reverted");
    }

    private void askToAdd(String tag) {
        button("Add tag").click();
        dialog().getByLabel("Tag").fill(tag);
        dialog().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Add tag"))
                .click();
    }

    private Locator chip(String tag) {
        return page.locator("button.chip.tag", new Page.LocatorOptions().setHasText(tag))
                .first();
    }

    private Locator drawer() {
        return page.getByLabel("History of the chosen tag");
    }

    private Locator dialog() {
        return page.getByRole(AriaRole.DIALOG);
    }

    private Locator button(String name) {
        return page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .first();
    }
}
