package dev.slipway.ui.login;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Footer;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.Autocapitalize;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import dev.slipway.account.Caller;
import dev.slipway.account.CurrentCaller;
import dev.slipway.account.NewUser;
import dev.slipway.refusal.Refusal;
import dev.slipway.ui.Navigation;
import dev.slipway.ui.kit.Notice;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.RoleWords;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Invitations;
import dev.slipway.workspace.Invited;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Workspace;
import java.util.Optional;

/** Where an invitation's link leads: who is signed in accepts, a stranger makes an account with it or signs in first. */
@Route(value = Navigation.INVITATION_ROUTE, autoLayout = false)
@PageTitle("Invitation · Slipway")
@AnonymousAllowed
class InvitationView extends Main implements BeforeEnterObserver {

    private static final long serialVersionUID = 1L;

    private final transient Invitations invitations;
    private final transient CurrentCaller callers;
    private final transient Access access;
    private final Div card = Parts.div("card");
    private final Div answer = new Div();

    InvitationView(Invitations invitations, CurrentCaller callers, Access access) {
        this.invitations = invitations;
        this.callers = callers;
        this.access = access;
        addClassName("entry");
        add(
                Parts.div("box setup", Entry.brand(), card),
                new Footer(new Span("An invitation works once and for one person.")));
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        String key = event.getRouteParameters().get(Navigation.KEY).orElse("");
        card.removeAll();
        answer.removeAll();
        Optional<Caller> caller = callers.find();
        try {
            Invited invited = invitations.look(key, address());
            card.add(Parts.title("Join " + invited.workspace().displayName()), lead(invited), answer);
            if (caller.isEmpty()) {
                showSignUp(key);
            } else if (isMember(caller.get(), invited.workspace())) {
                showMember(invited.workspace());
            } else {
                showAccept(key, caller.get());
            }
        } catch (Refusal refusal) {
            card.add(
                    Parts.title("Invitation"),
                    refusal.kind() == Refusal.Kind.NOT_FOUND
                            ? Notice.warning(
                                    "This invitation does not work.",
                                    "It was used or revoked, or its time is over. Ask whoever sent it for a new one.")
                            : Notice.failed(refusal.sentence(), ""),
                    Parts.link(Navigation.home(), caller.isPresent() ? "Go to your workspaces" : "Sign in"));
        }
    }

    private static Component lead(Invited invited) {
        Paragraph lead = new Paragraph("%s invites you to the workspace %s as %s: %s."
                .formatted(
                        invited.by().isEmpty() ? "An owner" : invited.by(),
                        invited.workspace().name(),
                        RoleWords.word(invited.role()),
                        RoleWords.gist(invited.role())));
        lead.addClassName("t2");
        lead.getStyle().set("margin", "-10px 0 0");
        return lead;
    }

    private void showMember(Workspace workspace) {
        card.add(
                Notice.info("You belong to this workspace already.", "The invitation still works for somebody else."),
                Parts.link(Navigation.projects(workspace.name().value()), "Open " + workspace.displayName()));
    }

    private void showAccept(String key, Caller caller) {
        Button join = new Button("Join workspace");
        join.addThemeVariants(ButtonVariant.PRIMARY);
        join.setDisableOnClick(true);
        join.addClickListener(click -> act(
                join,
                () -> open(invitations.accept(callers.get(), key, address()).workspace())));
        card.add(
                join,
                Parts.text("small t3", "You are signed in as " + caller.user().name() + "."));
    }

    private void showSignUp(String key) {
        TextField name = new TextField("Name");
        name.setHelperText("To sign in with; lower case letters, digits, dots and dashes");
        name.setAutocomplete(Autocomplete.USERNAME);
        name.setAutocapitalize(Autocapitalize.NONE);
        name.setAutofocus(true);
        TextField displayName = new TextField("Display name");
        displayName.setHelperText("As others read it, for instance Sam Duarte");
        displayName.setAutocomplete(Autocomplete.NAME);
        displayName.setMaxLength(NewUser.MAX_DISPLAY_NAME);
        PasswordField password = new PasswordField("Password");
        password.setAutocomplete(Autocomplete.NEW_PASSWORD);
        Button create = new Button("Create account and join");
        create.addThemeVariants(ButtonVariant.PRIMARY);
        create.setDisableOnClick(true);
        create.addClickListener(click -> act(create, () -> {
            String wanted = name.getValue().strip();
            invitations.signUp(
                    NewUser.withPassword(wanted, password.getValue(), displayName.getValue()), key, address());
            Entry.signIn(this, wanted, password.getValue());
        }));
        create.addClickShortcut(Key.ENTER).listenOn(card);
        Anchor signIn = new Anchor("/" + Navigation.join(key), "Sign in instead");
        signIn.setRouterIgnore(true);
        card.add(
                name,
                displayName,
                password,
                new PasswordChecks(name, password),
                create,
                Parts.span("small t3", Parts.plain("You have an account here? "), signIn));
    }

    private void act(Button button, Runnable action) {
        answer.removeAll();
        try {
            action.run();
        } catch (Refusal refusal) {
            answer.add(Notice.failed(
                    refusal.kind() == Refusal.Kind.NOT_FOUND
                            ? "This invitation does not work any more. Ask whoever sent it for a new one."
                            : refusal.sentence(),
                    ""));
            button.setEnabled(true);
        }
    }

    private boolean isMember(Caller caller, Workspace workspace) {
        try {
            access.enter(caller, workspace.id(), Permission.VIEW);
            return true;
        } catch (Refusal refusal) {
            return false;
        }
    }

    private static void open(Workspace workspace) {
        UI.getCurrent().navigate(Navigation.projects(workspace.name().value()));
    }

    private static String address() {
        VaadinRequest request = VaadinRequest.getCurrent();
        return request == null ? "" : String.valueOf(request.getRemoteAddr());
    }
}
