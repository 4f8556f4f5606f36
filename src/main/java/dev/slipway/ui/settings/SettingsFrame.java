package dev.slipway.ui.settings;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import dev.slipway.ui.Navigation;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.Parts;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import java.util.Arrays;
import java.util.List;

/** The settings' own navigation beside a page of them. */
final class SettingsFrame {

    private SettingsFrame() {}

    /** The pages that the seat may see. */
    static Div around(Seat seat, Place current, Component page) {
        List<Place> places = Arrays.stream(Place.values())
                .filter(place -> seat.allows(place.needed))
                .toList();
        return around(seat.workspace().name().value(), places, current, page);
    }

    private static Div around(String workspace, List<Place> places, Place current, Component page) {
        Nav nav = new Nav();
        nav.addClassName("sidenav");
        nav.setAriaLabel("Settings");
        for (Place place : places) {
            Anchor link = Parts.link(place.path(workspace), place.glyph.icon(), new Span(place.word));
            if (place == current) {
                link.getElement().setAttribute("aria-current", "page");
                // In a narrow window they stand in one row that is wider than the window; the page is laid out a moment
                // later.
                link.getElement()
                        .executeJs(
                                "const seen = new ResizeObserver(() => { seen.disconnect();"
                                        + " this.scrollIntoView({block: 'nearest', inline: 'center'}); }); seen.observe(this);");
            }
            nav.add(link);
        }
        Div frame = Parts.div("col");
        frame.add(Parts.div("settingspage", nav, page));
        return frame;
    }

    /** The pages. */
    enum Place {
        GENERAL("General", Glyph.GEAR, Permission.VIEW),
        MEMBERS("Members", Glyph.USERS, Permission.VIEW),
        CREDENTIALS("Credentials", Glyph.KEY, Permission.PUSH_IMAGE),
        RULES("Rules", Glyph.SHIELD, Permission.VIEW),
        TOKENS("Access tokens", Glyph.TERMINAL, Permission.VIEW),
        AUDIT("Audit", Glyph.HISTORY, Permission.VIEW_AUDIT);

        private final String word;
        private final Glyph glyph;
        private final Permission needed;

        Place(String word, Glyph glyph, Permission needed) {
            this.word = word;
            this.glyph = glyph;
            this.needed = needed;
        }

        private String path(String workspace) {
            return switch (this) {
                case GENERAL -> Navigation.general(workspace);
                case MEMBERS -> Navigation.members(workspace);
                case CREDENTIALS -> Navigation.credentials(workspace);
                case RULES -> Navigation.rules(workspace);
                case TOKENS -> Navigation.tokens(workspace);
                case AUDIT -> Navigation.audit(workspace);
            };
        }
    }
}
