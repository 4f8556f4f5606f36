package dev.slipway.ui.login;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.slipway.account.NewUser;
import dev.slipway.ui.kit.Mark;
import dev.slipway.ui.kit.StatusMark;

/** The rules for a new password, each with a mark that says while typing whether it is kept. */
final class PasswordChecks extends Div {

    private static final long serialVersionUID = 1L;

    private final TextField name;
    private final PasswordField password;
    private final Check longEnough = new Check("At least " + NewUser.MIN_PASSWORD + " characters; a sentence is fine");
    private final Check notTheName = new Check("Not the account's name");

    PasswordChecks(TextField name, PasswordField password) {
        this.name = name;
        this.password = password;
        addClassName("checks");
        add(longEnough, notTheName);
        name.setValueChangeMode(ValueChangeMode.EAGER);
        password.setValueChangeMode(ValueChangeMode.EAGER);
        name.addValueChangeListener(typed -> check());
        password.addValueChangeListener(typed -> check());
        check();
    }

    private void check() {
        String typed = password.getValue();
        boolean enough = typed.codePointCount(0, typed.length()) >= NewUser.MIN_PASSWORD;
        boolean differs =
                !typed.isEmpty() && !typed.equalsIgnoreCase(name.getValue().strip());
        longEnough.show(enough);
        notTheName.show(differs);
    }

    /** One rule. */
    private static final class Check extends Div {

        private static final long serialVersionUID = 1L;

        private final StatusMark mark = new StatusMark(Mark.WAIT);

        Check(String rule) {
            add(mark, new Span(rule));
        }

        void show(boolean kept) {
            mark.show(kept ? Mark.OK : Mark.WAIT);
            setTitle(kept ? "Kept" : "Not yet");
        }
    }
}
