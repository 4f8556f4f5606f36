package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two people in two browsers: one is let in, builds, and is taken out; then the workspace goes. */
class TeamIT {

    private static final String DOCKERFILE = """
            FROM scratch
            COPY --chmod=755 busybox /bin/busybox
            RUN ["/bin/busybox", "sh", "-c", "echo planks"]
            """;

    private static final String WORKSPACE = "harbour";

    @TempDir
    Path folder;

    @Test
    void somebodyIsLetInBuildsAndIsTakenOutAndTheWorkspaceGoes() throws Exception {
        PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
        try (RunningSlipway slipway = RunningSlipway.withAdministrator(folder.resolve("home"));
                Api api = Api.signedIn(slipway.address(), RunningSlipway.ADMIN, RunningSlipway.ADMIN_PASSWORD);
                Chromium owner = new Chromium();
                Chromium guest = new Chromium()) {
            api.post("/api/v1/workspaces", 201, "{\"name\":\"" + WORKSPACE + "\"}");
            api.put(
                    "/api/v1/workspaces/" + WORKSPACE + "/projects/boat/archive",
                    201,
                    SampleProject.withBusybox(DOCKERFILE).tar());
            signIn(slipway, owner.page());

            SecondPerson nils = new SecondPerson(slipway.address(), WORKSPACE, owner, guest);
            String link = nils.isInvited();
            nils.signsUp(link);
            nils.isTheOnlyOne(link);
            nils.builds("boat");
            nils.isTakenOut();
            nils.isInTheTrail();
            deleteTheWorkspace(slipway, owner.page());

            assertThat(owner.faults()).as("script errors").isEmpty();
            assertThat(guest.faults()).as("script errors").isEmpty();
        }
    }

    /** From a page inside, so that the way back there is the way on; the address is as it was asked for. */
    private static void signIn(RunningSlipway slipway, Page page) {
        String members = slipway.address() + "/w/" + WORKSPACE + "/settings/members";
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

    private static void deleteTheWorkspace(RunningSlipway slipway, Page page) {
        page.navigate(slipway.address() + "/w/" + WORKSPACE + "/settings/general");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Delete workspace"))
                .click();
        assertThat(page.getByText("1 project with files and history")).isVisible();
        page.getByLabel("Type " + WORKSPACE + " to confirm").fill(WORKSPACE);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Delete " + WORKSPACE))
                .click();
        assertThat(page.getByText("Workspace " + WORKSPACE + " is deleted")).isVisible();
        page.navigate(slipway.address() + "/w/" + WORKSPACE);
        assertThat(page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions().setName("There is nothing here that you can see")))
                .isVisible();
    }
}
