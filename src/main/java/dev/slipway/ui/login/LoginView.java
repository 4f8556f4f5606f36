package dev.slipway.ui.login;

import com.vaadin.flow.component.Component;
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
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import dev.slipway.account.Accounts;
import dev.slipway.account.CurrentCaller;
import dev.slipway.openid.OpenIdProvider;
import dev.slipway.ui.Navigation;
import dev.slipway.ui.kit.Notice;
import dev.slipway.ui.kit.OpenIdWords;
import dev.slipway.ui.kit.Parts;
import java.util.Set;

/** Sign-in: a plain form that the browser posts, so that password managers and Spring Security both know it. */
@Route(value = Navigation.LOGIN_ROUTE, autoLayout = false)
@PageTitle("Sign in · Slipway")
@AnonymousAllowed
class LoginView extends Main implements BeforeEnterObserver {

    private static final long serialVersionUID = 1L;

    private final transient Accounts accounts;
    private final transient CurrentCaller callers;
    private final transient OpenIdProvider provider;
    private final Div answer = new Div();

    LoginView(Accounts accounts, CurrentCaller callers, OpenIdProvider provider) {
        this.accounts = accounts;
        this.callers = callers;
        this.provider = provider;
        addClassName("entry");
        Div card = Parts.div("card", Parts.title("Sign in"), answer, form());
        if (provider.isConfigured()) {
            card.add(otherWay());
        }
        card.add(help());
        Div box = Parts.div("box", Entry.brand(), card);
        add(box, new Footer(new Span("Slipway")));
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        if (callers.find().isPresent()) {
            event.forwardTo(Navigation.home());
            return;
        }
        Set<String> asked =
                event.getLocation().getQueryParameters().getParameters().keySet();
        answer.removeAll();
        if (accounts.isEmpty()) {
            answer.add(Notice.warning(
                    "Nobody has an account yet.",
                    "Open the set-up address that Slipway printed on its console when it started."));
        } else if (asked.contains("limited")) {
            answer.add(Notice.failed("Too many tries.", "Wait a minute, then sign in again."));
        } else if (asked.contains("error")) {
            answer.add(Notice.failed(
                    "Name and password do not belong together.", "Capital letters matter in the password."));
        } else if (provider.isConfigured()) {
            event.getLocation()
                    .getQueryParameters()
                    .getSingleParameter(OpenIdWords.OUTCOME)
                    .flatMap(outcome -> OpenIdWords.of(outcome, provider.displayName()))
                    .ifPresent(answer::add);
        }
        answer.setVisible(answer.getComponentCount() > 0);
    }

    private static Component form() {
        TextField name = new TextField("Name");
        name.getElement().setAttribute("name", "username");
        name.setAutocomplete(Autocomplete.USERNAME);
        name.setAutocapitalize(Autocapitalize.NONE);
        name.setAutofocus(true);
        PasswordField password = new PasswordField("Password");
        password.getElement().setAttribute("name", "password");
        password.setAutocomplete(Autocomplete.CURRENT_PASSWORD);
        Button signIn = new Button("Sign in");
        signIn.addThemeVariants(ButtonVariant.PRIMARY);
        Element form = new Element("form");
        form.setAttribute("method", "post");
        form.setAttribute("action", Navigation.login());
        form.getStyle().set("display", "flex").set("flex-direction", "column").set("gap", "14px");
        form.appendChild(name.getElement(), password.getElement(), signIn.getElement());
        Div holder = new Div();
        holder.getElement().appendChild(form);
        // vaadin-button is no submit button, and Enter in a field of several does not post without one.
        form.executeJs(
                "const form = this; const send = () => {" + Entry.ADD_CSRF_TO_FORM + "form.requestSubmit(); };"
                        + " $0.addEventListener('click', send);"
                        + " form.addEventListener('keydown', e => {"
                        + " if (e.key === 'Enter' && e.target.localName === 'input') { e.preventDefault(); send(); } });",
                signIn.getElement());
        return holder;
    }

    /** To the provider by the browser itself: the way there begins outside of Vaadin's pages. */
    private Button otherWay() {
        Button button = new Button("Sign in with " + provider.displayName());
        button.getElement().executeJs("this.addEventListener('click', () => location.assign($0))", OpenIdWords.START);
        return button;
    }

    private static Paragraph help() {
        Paragraph help = new Paragraph("No account? Ask an administrator of this Slipway for one.");
        help.addClassNames("small", "t3");
        help.getStyle().set("margin", "0");
        return help;
    }
}
