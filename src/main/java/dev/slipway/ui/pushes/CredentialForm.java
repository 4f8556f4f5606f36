package dev.slipway.ui.pushes;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import dev.slipway.credential.Credential;
import dev.slipway.credential.CredentialName;
import dev.slipway.credential.Credentials;
import dev.slipway.credential.NewCredential;
import dev.slipway.ui.kit.Ask;
import dev.slipway.workspace.Permission;
import java.util.function.Consumer;

/** Asks for a credential; its secret leaves the form once, into the seal. */
public final class CredentialForm {

    private CredentialForm() {}

    /** @param registry what is known of it already, possibly nothing */
    public static void open(
            Credentials credentials, PushDesk.Door door, String registry, Consumer<Credential> whenAdded) {
        TextField name = field("Name", "What it is for: release-bot", CredentialName.MAX_LENGTH);
        TextField host = field("Registry", "Its host, with the port where that is not 443", 255);
        host.setValue(registry);
        TextField username = field("Username", "As the registry knows it", NewCredential.MAX_USERNAME);
        username.getElement().setAttribute("autocomplete", "off");
        PasswordField secret = new PasswordField("Secret");
        secret.setHelperText("A password or, better, an access token of the registry. It is never shown again.");
        secret.setMaxLength(NewCredential.MAX_SECRET);
        secret.setWidthFull();
        secret.getElement().setAttribute("autocomplete", "new-password");
        Div fields = new Div(name, host, username, secret);
        fields.addClassName("stack");
        new Ask(
                        "Add credential",
                        "Add credential",
                        () -> whenAdded.accept(credentials.create(
                                door.enter(Permission.MANAGE_SECRETS),
                                new NewCredential(
                                        new CredentialName(name.getValue().strip()),
                                        host.getValue().strip(),
                                        username.getValue().strip(),
                                        secret.getValue()))),
                        fields)
                .open();
        name.focus();
    }

    private static TextField field(String label, String helper, int maxLength) {
        TextField field = new TextField(label);
        field.setHelperText(helper);
        field.setMaxLength(maxLength);
        field.setWidthFull();
        return field;
    }
}
