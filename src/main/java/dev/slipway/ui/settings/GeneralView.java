package dev.slipway.ui.settings;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import dev.slipway.account.CurrentCaller;
import dev.slipway.refusal.Refusal;
import dev.slipway.ui.Navigation;
import dev.slipway.ui.Section;
import dev.slipway.ui.WorkspaceScreen;
import dev.slipway.ui.kit.Ask;
import dev.slipway.ui.kit.Notice;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.Registry;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import dev.slipway.workspace.Workspace;
import dev.slipway.workspace.Workspaces;
import jakarta.annotation.security.PermitAll;

/** The workspace itself: how it is called, and its end. */
@Route(Navigation.GENERAL_ROUTE)
@PermitAll
class GeneralView extends WorkspaceScreen {

    private static final long serialVersionUID = 1L;

    private final transient Workspaces workspaces;
    private final transient WorkspaceContents contents;
    private final Div answer = new Div();

    GeneralView(CurrentCaller callers, Access access, Workspaces workspaces, WorkspaceContents contents) {
        super(callers, access, Section.SETTINGS);
        this.workspaces = workspaces;
        this.contents = contents;
        addClassName("page");
    }

    @Override
    protected void show(Seat seat, BeforeEnterEvent event) {
        setPageTitle("General · " + workspaceName());
        removeAll();
        answer.removeAll();
        Div page = Parts.div(
                "colgroup", Parts.div("pagehead", Parts.div("grow", Parts.title("General"))), answer, nameSheet(seat));
        if (seat.allows(Permission.DELETE_WORKSPACE)) {
            page.add(endSheet());
        }
        add(SettingsFrame.around(seat, SettingsFrame.Place.GENERAL, page));
    }

    private Component nameSheet(Seat seat) {
        TextField displayName = new TextField("Display name");
        displayName.setValue(seat.workspace().displayName());
        displayName.setMaxLength(Workspace.MAX_DISPLAY_NAME);
        displayName.setHelperText("How people read it");
        displayName.setWidth("100%");
        displayName.setMaxWidth("420px");
        boolean may = seat.allows(Permission.EDIT_WORKSPACE);
        displayName.setReadOnly(!may);
        TextField name = new TextField("Name");
        name.setValue(workspaceName());
        name.setReadOnly(true);
        name.setHelperText("In addresses and in image names such as %s/%s/app. It stays, so that they go on working."
                .formatted(Registry.ofBrowser(), workspaceName()));
        name.setWidth("100%");
        name.setMaxWidth("420px");
        Div sheet = Parts.div(
                "sheet", Parts.div("cardhead", new H2("Name")), Parts.div("stack sheetbody", displayName, name));
        if (may) {
            Button save = new Button("Save name");
            save.addThemeVariants(ButtonVariant.PRIMARY);
            save.getStyle().set("align-self", "flex-start");
            save.addClickListener(click -> save(displayName));
            sheet.add(Parts.div("stack sheetbody", save));
        }
        return sheet;
    }

    private void save(TextField displayName) {
        answer.removeAll();
        try {
            Workspace renamed = workspaces.rename(seatFor(Permission.EDIT_WORKSPACE), displayName.getValue());
            displayName.setValue(renamed.displayName());
            Parts.say("Saved");
        } catch (Refusal refusal) {
            answer.add(Notice.failed(refusal.sentence(), ""));
        }
    }

    private Component endSheet() {
        Button delete = new Button("Delete workspace");
        delete.addThemeVariants(ButtonVariant.ERROR);
        delete.getElement().getThemeList().add("danger");
        delete.getStyle().set("align-self", "flex-start");
        delete.addClickListener(click -> askToDelete());
        Paragraph what = new Paragraph(
                "Projects, builds, images, members and the trail of this workspace go for everybody, for good."
                        + " What was pushed to other registries stays there.");
        what.addClassName("t2");
        return Parts.div(
                "sheet", Parts.div("cardhead", new H2("Delete workspace")), Parts.div("stack sheetbody", what, delete));
    }

    private void askToDelete() {
        Seat seat = seatFor(Permission.DELETE_WORKSPACE);
        String named = workspaceName();
        UnorderedList goes = new UnorderedList();
        contents.of(seat).forEach(line -> goes.add(new ListItem(line)));
        TextField typed = new TextField("Type " + named + " to confirm");
        typed.setWidthFull();
        Ask.destructive(
                        "Delete workspace " + named,
                        "This goes, and nobody can bring it back:",
                        "Delete " + named,
                        () -> {
                            if (!typed.getValue().strip().equals(named)) {
                                throw Refusal.invalid(
                                        "/name", "name-differs", "Type the workspace's name, " + named + ".");
                            }
                            workspaces.delete(seatFor(Permission.DELETE_WORKSPACE));
                            getUI().ifPresent(ui -> ui.navigate(Navigation.home()));
                            Parts.say("Workspace " + named + " is deleted");
                        },
                        goes,
                        typed)
                .open();
        typed.focus();
    }
}
