package dev.slipway.ui.login;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.slipway.ui.Navigation;
import dev.slipway.ui.component.Logo;
import dev.slipway.ui.kit.Parts;

/** What the screens before sign-in have alike. */
final class Entry {

    /** JavaScript: gives {@code form} the token that Spring Security put into the page's head, if there is one. */
    static final String ADD_CSRF_TO_FORM = " const token = document.head.querySelector('meta[name=_csrf]');"
            + " if (token && !form.elements.namedItem('_csrf')) {"
            + " const field = document.createElement('input'); field.type = 'hidden'; field.name = '_csrf';"
            + " field.value = token.content; form.append(field); } ";

    private Entry() {}

    /** The browser signs in by the same form post as everybody: one path to a session. */
    static void signIn(Component page, String name, String password) {
        page.getElement()
                .executeJs(
                        "const form = document.createElement('form'); form.method = 'post'; form.action = $0;"
                                + " for (const [name, value] of [['username', $1], ['password', $2]]) {"
                                + " const field = document.createElement('input'); field.type = 'hidden'; field.name = name;"
                                + " field.value = value; form.append(field); }"
                                + ADD_CSRF_TO_FORM + " document.body.append(form); form.submit();",
                        "/" + Navigation.login(),
                        name,
                        password);
    }

    static Div brand() {
        return Parts.div("brand", new Logo(), new Span("Slipway"));
    }
}
