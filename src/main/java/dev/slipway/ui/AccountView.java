package dev.slipway.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.VaadinSession;
import dev.slipway.account.Accounts;
import dev.slipway.account.Caller;
import dev.slipway.account.CurrentCaller;
import dev.slipway.account.User;
import dev.slipway.openid.LinkWish;
import dev.slipway.openid.OpenIdAccounts;
import dev.slipway.openid.OpenIdProvider;
import dev.slipway.paging.PageRequest;
import dev.slipway.ui.kit.OpenIdWords;
import dev.slipway.ui.kit.Parts;
import dev.slipway.workspace.Workspaces;
import jakarta.annotation.security.PermitAll;
import java.util.Map;

/** Who one is here, and the workspaces one belongs to. */
@Route(Navigation.ACCOUNT_ROUTE)
@PageTitle("Account · Slipway")
@PermitAll
class AccountView extends Div implements BeforeEnterObserver {

    private static final long serialVersionUID = 1L;

    private final transient CurrentCaller callers;
    private final transient Workspaces workspaces;
    private final transient Accounts accounts;
    private final transient OpenIdProvider provider;
    private final transient OpenIdAccounts openIdAccounts;

    AccountView(
            CurrentCaller callers,
            Workspaces workspaces,
            Accounts accounts,
            OpenIdProvider provider,
            OpenIdAccounts openIdAccounts) {
        this.callers = callers;
        this.workspaces = workspaces;
        this.accounts = accounts;
        this.provider = provider;
        this.openIdAccounts = openIdAccounts;
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
        if (caller.user().admin()) {
            facts.add(Parts.fact(
                    "Installation", Parts.link(Navigation.installationAudit(Map.of()), "Audit of the installation")));
        }
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
        Div page =
                Parts.div("col", Parts.div("pagehead", Parts.title(caller.user().displayName())), facts, sheet);
        if (provider.isConfigured()) {
            page.addComponentAtIndex(2, signIn(caller.user(), event));
        }
        add(page);
    }

    /** Linking the account with the OpenID provider, and what the way there came to. */
    private Div signIn(User user, BeforeEnterEvent event) {
        Div sheet = Parts.div("sheet", Parts.div("cardhead", new H2("Sign in with " + provider.displayName())));
        boolean linked = openIdAccounts.isLinked(user.id());
        Div row = Parts.div(
                "nrow",
                Parts.div(
                        "cell2 grow",
                        Parts.text("title", linked ? "Linked" : "Not linked"),
                        new Span(
                                linked
                                        ? linkedSentence(user)
                                        : "Link your account there, and you need no password here.")));
        row.add(linked ? unlink(user) : link(user));
        sheet.add(row);
        Div part = new Div();
        event.getLocation()
                .getQueryParameters()
                .getSingleParameter(OpenIdWords.OUTCOME)
                .flatMap(outcome -> OpenIdWords.of(outcome, provider.displayName()))
                .ifPresent(part::add);
        part.add(sheet);
        return part;
    }

    private String linkedSentence(User user) {
        return "You can sign in with " + provider.displayName()
                + (accounts.hasPassword(user.id())
                        ? "."
                        : "; it is your only way in, because you have no password here.");
    }

    private static Button link(User user) {
        return new Button("Link", click -> {
            VaadinSession.getCurrent().getSession().setAttribute(LinkWish.ATTRIBUTE, LinkWish.of(user.id()));
            UI.getCurrent().getPage().setLocation(OpenIdWords.START);
        });
    }

    private Button unlink(User user) {
        Button unlink = new Button("Unlink", click -> {
            openIdAccounts.unlink(user.id());
            UI.getCurrent().getPage().setLocation(Navigation.account());
        });
        if (!accounts.hasPassword(user.id())) {
            unlink.setEnabled(false);
            unlink.setTooltipText("You have no password here: without the link you could not sign in.");
        }
        return unlink;
    }
}
