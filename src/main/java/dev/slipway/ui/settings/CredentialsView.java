package dev.slipway.ui.settings;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import dev.slipway.account.CurrentCaller;
import dev.slipway.credential.Credential;
import dev.slipway.credential.Credentials;
import dev.slipway.credential.Verification;
import dev.slipway.paging.PageRequest;
import dev.slipway.refusal.Refusal;
import dev.slipway.ui.Navigation;
import dev.slipway.ui.Section;
import dev.slipway.ui.WorkspaceScreen;
import dev.slipway.ui.kit.Ask;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.Narrow;
import dev.slipway.ui.kit.Notice;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.Words;
import dev.slipway.ui.kit.Zone;
import dev.slipway.ui.pushes.CredentialForm;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import jakarta.annotation.security.PermitAll;
import java.time.Instant;
import java.util.List;

/** The workspace's registry credentials: which there are, whether they work, never what is in them. */
@Route(Navigation.CREDENTIALS_ROUTE)
@PermitAll
class CredentialsView extends WorkspaceScreen {

    private static final long serialVersionUID = 1L;

    private final transient Credentials credentials;
    private final Div answer = new Div();
    private final Div list = Parts.div("sheet");
    private final Grid<Credential> grid = new Grid<>();
    private boolean narrow;

    CredentialsView(CurrentCaller callers, Access access, Credentials credentials) {
        super(callers, access, Section.SETTINGS);
        this.credentials = credentials;
        addClassName("page");
        grid.addClassName("rows52");
        grid.setAllRowsVisible(true);
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.addComponentColumn(this::nameCell).setHeader("Name").setFlexGrow(2);
        Grid.Column<Credential> registry = grid.addComponentColumn(
                        credential -> Parts.text("mono", credential.registry().name()))
                .setHeader("Registry")
                .setFlexGrow(2);
        Grid.Column<Credential> verified = grid.addComponentColumn(CredentialsView::verifiedCell)
                .setHeader("Last verified")
                .setFlexGrow(1);
        Grid.Column<Credential> actions = grid.addComponentColumn(this::actionsCell)
                .setHeader("")
                .setTextAlign(ColumnTextAlign.END)
                .setFlexGrow(0);
        Narrow.follow(this, now -> {
            narrow = now;
            registry.setVisible(!now);
            verified.setVisible(!now);
            actions.setWidth(now ? "160px" : "208px");
            grid.getDataProvider().refreshAll();
        });
    }

    @Override
    protected void show(Seat seat, BeforeEnterEvent event) {
        setPageTitle("Credentials · " + workspaceName());
        removeAll();
        answer.removeAll();
        Div head = Parts.div(
                "pagehead",
                Parts.div(
                        "grow",
                        Parts.title("Credentials"),
                        Parts.text(
                                "t2", "What pushes sign in with at other registries. A secret is never shown again.")));
        if (seat.allows(Permission.MANAGE_SECRETS)) {
            head.add(Parts.div("toolbar", add()));
        }
        Div page = Parts.div("colgroup", head, answer, list);
        add(SettingsFrame.around(seat, SettingsFrame.Place.CREDENTIALS, page));
        load();
    }

    private Button add() {
        Button add = Parts.primary(Glyph.PLUS, "Add credential");
        add.addClickListener(click -> CredentialForm.open(credentials, this::seatFor, "", added -> load()));
        return add;
    }

    private void load() {
        list.removeAll();
        if (!seat().allows(Permission.PUSH_IMAGE)) {
            list.add(empty(
                    "Credentials are for those who push",
                    "With the role developer you see which there are; a maintainer adds them."));
            return;
        }
        List<Credential> all = credentials
                .list(seatFor(Permission.PUSH_IMAGE), new PageRequest(PageRequest.MAX_LIMIT, null))
                .items();
        if (all.isEmpty()) {
            list.add(empty(
                    "No credentials yet",
                    seat().allows(Permission.MANAGE_SECRETS)
                            ? "Add one for each registry that images are pushed to. It goes to that registry only."
                            : "A maintainer of the workspace adds them; then your pushes can use them."));
        } else {
            grid.setItems(all);
            list.add(grid);
        }
    }

    private static Div empty(String strong, String words) {
        return Parts.div("empty", Parts.div("in", Parts.text("strong", strong), Parts.text("t2", words)));
    }

    /** In a narrow window the registry has no column of its own. */
    private Component nameCell(Credential credential) {
        String below =
                narrow ? credential.username() + " at " + credential.registry().name() : credential.username();
        return Parts.div("cell2", Parts.text("title", credential.name().value()), Parts.text("mono", below));
    }

    private static Component verifiedCell(Credential credential) {
        return credential
                .verifiedAt()
                .<Component>map(at -> Parts.time(Words.when(at, Instant.now(), Zone.ofBrowser()), at, Zone.ofBrowser()))
                .orElseGet(() -> Parts.text("t2", "never"));
    }

    private Component actionsCell(Credential credential) {
        Div actions = Parts.div("row end");
        if (!seat().allows(Permission.MANAGE_SECRETS)) {
            return actions;
        }
        Button verify = new Button("Verify");
        verify.addThemeVariants(ButtonVariant.SMALL);
        verify.setAriaLabel("Verify " + credential.name());
        verify.addClickListener(click -> verify(credential, verify));
        Button delete = new Button("Delete");
        delete.addThemeVariants(ButtonVariant.SMALL, ButtonVariant.ERROR);
        delete.getElement().getThemeList().add("danger");
        delete.setAriaLabel("Delete " + credential.name());
        delete.addClickListener(click -> Ask.destructive(
                        "Delete credential " + credential.name(),
                        "Pushes that use it stop. What they have brought there stays, and a retry with another credential goes on from it.",
                        "Delete credential",
                        () -> {
                            credentials.delete(seatFor(Permission.MANAGE_SECRETS), credential.name());
                            load();
                        })
                .open());
        actions.add(verify, delete);
        return actions;
    }

    /** The registry may take its time; the page does not wait for it. */
    private void verify(Credential credential, Button button) {
        Seat seat = seatFor(Permission.MANAGE_SECRETS);
        UI ui = UI.getCurrent();
        answer.removeAll();
        button.setEnabled(false);
        button.setText("Verifying");
        Thread.ofVirtual().name("verify-credential").start(() -> {
            Notice said = verified(seat, credential);
            var _ = ui.access(() -> {
                answer.removeAll();
                answer.add(said);
                load();
            });
        });
    }

    private Notice verified(Seat seat, Credential credential) {
        try {
            Verification verification = credentials.verify(seat, credential.name());
            return switch (verification.outcome()) {
                case TAKEN -> Notice.done(verification.detail(), "");
                case NOT_ASKED -> Notice.warning(verification.detail(), "");
                case REFUSED, UNREACHABLE -> Notice.failed(verification.detail(), "");
            };
        } catch (Refusal refusal) {
            return Notice.failed(refusal.sentence(), "");
        }
    }
}
