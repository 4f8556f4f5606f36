package dev.slipway.ui;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.slipway.account.Caller;
import dev.slipway.account.CurrentCaller;
import dev.slipway.paging.PageRequest;
import dev.slipway.ui.kit.Parts;
import dev.slipway.workspace.Workspaces;
import jakarta.annotation.security.PermitAll;

/** Who one is here, and the workspaces one belongs to. */
@Route(Navigation.ACCOUNT_ROUTE)
@PageTitle("Account · Slipway")
@PermitAll
class AccountView extends Div implements BeforeEnterObserver {

    private static final long serialVersionUID = 1L;

    private final transient CurrentCaller callers;
    private final transient Workspaces workspaces;

    AccountView(CurrentCaller callers, Workspaces workspaces) {
        this.callers = callers;
        this.workspaces = workspaces;
        addClassName("page");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        Caller caller = callers.get();
        removeAll();
        DescriptionList facts = new DescriptionList();
        facts.addClassName("facts");
        facts.add(
                Parts.fact("Name", Parts.text("mono", caller.user().name())),
                Parts.fact("Administrator", caller.user().admin() ? "yes" : "no"));
        Div sheet = Parts.div("sheet", Parts.div("cardhead", new H2("Workspaces")));
        workspaces
                .list(caller, new PageRequest(PageRequest.MAX_LIMIT, null))
                .items()
                .forEach(membership -> {
                    String name = membership.workspace().name().value();
                    Anchor row = Parts.link(
                            Navigation.projects(name),
                            Parts.div(
                                    "cell2 grow",
                                    Parts.text("title", name),
                                    new Span(membership.role().word())));
                    row.addClassNames("nrow", "plainlink");
                    sheet.add(row);
                });
        add(Parts.div("col", Parts.title(caller.user().displayName()), facts, sheet));
    }
}
