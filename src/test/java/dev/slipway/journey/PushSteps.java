package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;

/** What somebody does who sends an image to other registries, in the dialog behind "Push image". */
final class PushSteps {

    private final Page page;

    /** @param page that shows an image */
    PushSteps(Page page) {
        this.page = page;
    }

    void open() {
        button(page.locator(".pagehead"), "Push image").click();
        assertThat(dialog()).containsText("Not pushed anywhere yet");
    }

    /** Stores a credential from the dialog, and chooses it thereby. */
    void addCredential(String name, String registry, String username, String secret) {
        button(dialog(), "Add credential").click();
        Locator form = page.getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Add credential"));
        form.getByLabel("Name", new Locator.GetByLabelOptions().setExact(true)).fill(name);
        form.getByLabel("Registry").fill(registry);
        form.getByLabel("Username").fill(username);
        form.getByLabel("Secret").fill(secret);
        button(form, "Add credential").click();
        assertThat(form).isHidden();
    }

    /** The credential that fits the destination's registry is chosen by itself. */
    void push(String destination, String credential) {
        dialog().getByLabel("Add a destination").fill(destination);
        assertThat(dialog().locator(".pushform vaadin-select")).containsText(credential);
        button(dialog(), "Push").click();
        assertThat(card(destination)).isVisible();
    }

    /** Some of it has arrived, and there is more to come. */
    void isUnderWay(String destination) {
        assertThat(card(destination).getByRole(AriaRole.IMG, new Locator.GetByRoleOptions().setName("Running")))
                .isVisible();
        assertThat(card(destination)).containsText(Pattern.compile("[1-9][0-9.]* [kM]B of "));
    }

    void failed(String destination, String sentence) {
        assertThat(card(destination)).containsText(sentence);
    }

    /** Goes on where it stopped, with another credential. */
    void retryWith(String destination, String credential) {
        card(destination)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Change credential"))
                .click();
        Locator ask = page.getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Change credential"));
        ask.locator("vaadin-select").click();
        page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(Pattern.compile("^" + credential + " ")))
                .click();
        button(ask, "Retry").click();
        assertThat(ask).isHidden();
    }

    void succeeded(String destination) {
        assertThat(card(destination)).containsText("succeeded");
    }

    void close() {
        assertThat(dialog()).containsText("All done");
        button(dialog(), "Close").click();
        assertThat(dialog()).isHidden();
    }

    private Locator card(String destination) {
        return dialog().getByRole(AriaRole.REGION, new Locator.GetByRoleOptions().setName("Push to " + destination));
    }

    private Locator dialog() {
        return page.getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName(Pattern.compile("^Push [a-z].*:")));
    }

    private static Locator button(Locator place, String name) {
        return place.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }
}
