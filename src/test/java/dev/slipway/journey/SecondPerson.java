package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * A part of a journey: an owner lets somebody in by link, who signs up in a browser of his own and builds; then the owner takes
 * him out, and his open page ends.
 */
final class SecondPerson {

    static final String NAME = "nils";
    static final String DISPLAY_NAME = "Nils Holm";

    /** A build on a busy machine, with the start of its engine; milliseconds. */
    private static final int BUILD = 180_000;

    /** What is promised: milliseconds until an open page ends. */
    private static final int A_MINUTE = 60_000;

    private final URI slipway;
    private final String workspace;
    private final Chromium owner;
    private final Chromium guest;

    /**
     * @param owner signed in, an owner of {@code workspace}, anywhere
     * @param guest a browser in which nobody is signed in
     */
    SecondPerson(URI slipway, String workspace, Chromium owner, Chromium guest) {
        this.slipway = slipway;
        this.workspace = workspace;
        this.owner = owner;
        this.guest = guest;
    }

    /** Leaves the owner on the members page; answers the link. */
    String isInvited() {
        Page page = owner.page();
        page.navigate(slipway + "/w/" + workspace + "/settings/members");
        assertThat(heading(page, "Members")).isVisible();
        button(page, "Invite by link").click();
        button(page, "Create link").click();
        Locator link = page.getByText(Pattern.compile("/invite/sli_[0-9a-f]{40}"));
        assertThat(link).isVisible();
        assertThat(heading(page, "Open invitations")).isVisible();
        owner.picture("invitation");
        return link.textContent().strip();
    }

    /** Leaves the guest on the projects of the workspace. */
    void signsUp(String link) {
        Page page = guest.page();
        page.navigate(link);
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill(NAME);
        page.getByLabel("Display name").fill(DISPLAY_NAME);
        page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill(RunningSlipway.ADMIN_PASSWORD);
        guest.picture("sign-up");
        button(page, "Create account and join").click();
        assertThat(heading(page, "Projects")).isVisible();
        assertThat(page).hasURL(slipway + "/w/" + workspace);
    }

    /** The link let one person in: whoever else has it reads that it does not work. */
    void isTheOnlyOne(String link) {
        Page page = owner.page();
        page.navigate(link);
        assertThat(page.getByText("This invitation does not work.")).isVisible();
        page.goBack();
    }

    /** Leaves the guest in the workbench with a finished build. */
    void builds(String project) {
        Page page = guest.page();
        page.navigate(slipway + "/w/" + workspace + "/p/" + project);
        assertThat(heading(page, project)).isVisible();
        button(page, "Build").click();
        assertThat(page.getByText("Image ready")).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(BUILD));
    }

    /** Leaves the guest in the workbench with a running build, whose log has this line. */
    void startsToBuild(String project, String line) {
        Page page = guest.page();
        page.navigate(slipway + "/w/" + workspace + "/p/" + project);
        assertThat(heading(page, project)).isVisible();
        button(page, "Build").click();
        assertThat(page.locator("slip-log"))
                .containsText(line, new LocatorAssertions.ContainsTextOptions().setTimeout(BUILD));
        guest.picture("guest-builds");
    }

    /** The page that the guest looks at ends in plain words and leads home. */
    void isTakenOut() {
        Page page = owner.page();
        page.navigate(slipway + "/w/" + workspace + "/settings/members");
        button(page, "Remove " + DISPLAY_NAME).click();
        button(page, "Remove member").click();
        assertThat(button(page, "Remove " + DISPLAY_NAME)).isHidden();

        Page open = guest.page();
        assertThat(heading(open, "You can't see " + workspace + " any more"))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(A_MINUTE));
        assertThat(open.locator("slip-log")).hasCount(0);
        guest.picture("taken-out");
        open.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Go to your workspaces"))
                .click();
        assertThat(heading(open, "Your first workspace")).isVisible();
    }

    /** With a second link, by the way for those who have an account: signs in on the way, and is a member again. */
    void comesBack(String link) {
        Page page = guest.page();
        button(page, "Account: " + DISPLAY_NAME).click();
        page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Sign out"))
                .click();
        assertThat(heading(page, "Sign in")).isVisible();
        page.navigate(link);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign in instead"))
                .click();
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill(NAME);
        page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill(RunningSlipway.ADMIN_PASSWORD);
        button(page, "Sign in").click();
        assertThat(heading(page, "Join " + workspace)).isVisible();
        guest.picture("join");
        button(page, "Join workspace").click();
        assertThat(heading(page, "Projects")).isVisible();
        assertThat(page).hasURL(slipway + "/w/" + workspace);
    }

    /** What the owner reads of all this. */
    void isInTheTrail() {
        Page page = owner.page();
        page.navigate(slipway + "/w/" + workspace + "/settings/audit");
        assertThat(page.getByText("Removed member " + NAME)).isVisible();
        assertThat(page.getByText("Joined by invitation " + NAME)).isVisible();
        owner.picture("audit");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .or(page.getByRole(
                        AriaRole.MENUITEM,
                        new Page.GetByRoleOptions().setName(name).setExact(true)))
                .first();
    }

    private static Locator heading(Page page, String name) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
