package dev.slipway.ui.login;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
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
import com.vaadin.flow.server.auth.AnonymousAllowed;
import dev.slipway.account.Accounts;
import dev.slipway.account.NewUser;
import dev.slipway.refusal.Refusal;
import dev.slipway.ui.Navigation;
import dev.slipway.ui.kit.Notice;
import dev.slipway.ui.kit.Parts;

/** The first run: whoever has the address from the console makes the first account. */
@Route(value = Navigation.SET_UP_ROUTE, autoLayout = false)
@PageTitle("Set up · Slipway")
@AnonymousAllowed
class SetUpView extends Main implements BeforeEnterObserver {

    private static final long serialVersionUID = 1L;

    private final transient Accounts accounts;
    private final Div card = Parts.div("card");
    private final Div answer = new Div();
    private final TextField name = new TextField("Name");
    private final PasswordField password = new PasswordField("Password");
    private final PasswordChecks checks = new PasswordChecks(name, password);
    private final Button create = new Button("Create account and workspace");

    private String key = "";

    SetUpView(Accounts accounts) {
        this.accounts = accounts;
        addClassName("entry");
        Div box = Parts.div("box setup", Entry.brand(), card);
        add(box, new Footer(new Span("This address works once, until Slipway is started again.")));
        name.setHelperText("Lower case letters, digits, dots and dashes");
        name.setAutocomplete(Autocomplete.USERNAME);
        name.setAutocapitalize(Autocapitalize.NONE);
        name.setAutofocus(true);
        password.setAutocomplete(Autocomplete.NEW_PASSWORD);
        create.addThemeVariants(ButtonVariant.PRIMARY);
        create.setDisableOnClick(true);
        create.addClickListener(click -> setUp());
        create.addClickShortcut(Key.ENTER).listenOn(card);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        if (!accounts.isEmpty()) {
            event.forwardTo(Navigation.login());
            return;
        }
        key = event.getLocation().getQueryParameters().getSingleParameter("key").orElse("");
        card.removeAll();
        card.add(Parts.title("Set up Slipway"));
        if (accounts.opensSetUp(key)) {
            Paragraph lead = new Paragraph(
                    "The first account becomes administrator and gets a workspace with a sample project.");
            lead.addClassName("t2");
            lead.getStyle().set("margin", "-10px 0 0");
            card.add(lead, answer, name, password, checks, create);
        } else {
            card.add(Notice.warning(
                    "This is not the set-up address.",
                    "Slipway printed it on its console when it started; copy the whole line from there."));
        }
    }

    private void setUp() {
        answer.removeAll();
        try {
            accounts.setUp(key, NewUser.withPassword(name.getValue().strip(), password.getValue(), ""));
            Entry.signIn(this, name.getValue().strip(), password.getValue());
        } catch (Refusal refusal) {
            answer.add(Notice.failed(refusal.sentence(), ""));
            create.setEnabled(true);
        }
    }
}
