package dev.slipway.ui.settings;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import dev.slipway.ui.Navigation;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.Parts;

/** The settings' own navigation beside a page of them. */
final class SettingsFrame {

    private SettingsFrame() {}

    static Div around(String workspace, Place current, Component page) {
        Nav nav = new Nav();
        nav.addClassName("sidenav");
        nav.setAriaLabel("Settings");
        for (Place place : Place.values()) {
            Anchor link = Parts.link(place.path(workspace), place.glyph.icon(), new Span(place.word));
            if (place == current) {
                link.getElement().setAttribute("aria-current", "page");
            }
            nav.add(link);
        }
        Div frame = Parts.div("col");
        frame.add(Parts.div("settingspage", nav, page));
        return frame;
    }

    /** The pages. */
    enum Place {
        MEMBERS("Members", Glyph.USERS),
        RULES("Rules", Glyph.SHIELD),
        TOKENS("Access tokens", Glyph.TERMINAL);

        private final String word;
        private final Glyph glyph;

        Place(String word, Glyph glyph) {
            this.word = word;
            this.glyph = glyph;
        }

        private String path(String workspace) {
            return switch (this) {
                case MEMBERS -> Navigation.members(workspace);
                case RULES -> Navigation.rules(workspace);
                case TOKENS -> Navigation.tokens(workspace);
            };
        }
    }
}
