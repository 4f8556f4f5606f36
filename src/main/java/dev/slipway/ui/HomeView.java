package dev.slipway.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.slipway.account.Caller;
import dev.slipway.account.CurrentCaller;
import dev.slipway.paging.PageRequest;
import dev.slipway.refusal.Refusal;
import dev.slipway.ui.kit.Notice;
import dev.slipway.ui.kit.Parts;
import dev.slipway.workspace.Membership;
import dev.slipway.workspace.Workspace;
import dev.slipway.workspace.WorkspaceName;
import dev.slipway.workspace.Workspaces;
import jakarta.annotation.security.PermitAll;
import java.util.List;

/** The start: leads on to the last workspace, or makes the first. */
@Route(Navigation.HOME_ROUTE)
@PageTitle("Slipway")
@PermitAll
class HomeView extends Div implements BeforeEnterObserver {

    private static final long serialVersionUID = 1L;

    private final transient CurrentCaller callers;
    private final transient Workspaces workspaces;

    HomeView(CurrentCaller callers, Workspaces workspaces) {
        this.callers = callers;
        this.workspaces = workspaces;
        addClassName("page");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        Caller caller = callers.get();
        List<WorkspaceName> mine =
                workspaces.list(caller, new PageRequest(PageRequest.MAX_LIMIT, null)).items().stream()
                        .map(Membership::workspace)
                        .map(Workspace::name)
                        .toList();
        if (mine.isEmpty()) {
            showForm();
        } else {
            WorkspaceName last = LastWorkspace.find().filter(mine::contains).orElse(mine.getFirst());
            event.forwardTo(Navigation.projects(last.value()));
        }
    }

    private void showForm() {
        removeAll();
        TextField name = new TextField("Name");
        name.setHelperText("Part of every image's name; a-z, 0-9, dots and dashes");
        name.setWidthFull();
        Div refusal = new Div();
        Button create = new Button("Create workspace");
        create.addThemeVariants(ButtonVariant.PRIMARY);
        create.addClickListener(click -> {
            refusal.removeAll();
            try {
                Workspace made = workspaces.create(
                        callers.get(), WorkspaceName.choose(name.getValue().strip()), "");
                getUI().ifPresent(ui ->
                        ui.navigate(Navigation.projects(made.name().value())));
            } catch (Refusal no) {
                refusal.add(Notice.failed(no.sentence(), ""));
            }
        });
        Div sheet = Parts.div(
                "sheet stack entrysheet",
                Parts.title("Your first workspace"),
                new Paragraph(
                        "A workspace holds a team's projects, builds and images. Create one, or ask an owner of an"
                                + " existing one to let you in."),
                refusal,
                name,
                create);
        add(Parts.div("col", sheet));
    }
}
