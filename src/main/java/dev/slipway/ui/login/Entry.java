package dev.slipway.ui.login;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.slipway.ui.component.Logo;
import dev.slipway.ui.kit.Parts;

/** What the screens before sign-in have alike. */
final class Entry {

    private Entry() {}

    static Div brand() {
        return Parts.div("brand", new Logo(), new Span("Slipway"));
    }
}
