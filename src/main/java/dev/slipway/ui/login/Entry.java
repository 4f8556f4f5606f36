package dev.slipway.ui.login;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
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

    static Div brand() {
        return Parts.div("brand", new Logo(), new Span("Slipway"));
    }
}
