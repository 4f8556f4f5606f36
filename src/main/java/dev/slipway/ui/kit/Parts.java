package dev.slipway.ui.kit;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.HasText;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.clipboard.Clipboard;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.shared.Tooltip;
import dev.slipway.ui.component.CopyLine;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;

/** Builders for the pieces that the style sheets name. Text always goes in as text. */
public final class Parts {

    private Parts() {}

    public static Div div(String classes, Component... content) {
        Div div = new Div(content);
        dress(div, classes);
        return div;
    }

    public static Span span(String classes, Component... content) {
        Span span = new Span(content);
        dress(span, classes);
        return span;
    }

    public static Span text(String classes, String text) {
        Span span = new Span(text);
        dress(span, classes);
        return span;
    }

    /** @param classes separated by spaces; may be empty */
    private static void dress(HasStyle part, String classes) {
        if (!classes.isBlank()) {
            part.addClassNames(classes.strip().split(" +"));
        }
    }

    public static Span plain(String text) {
        return new Span(text);
    }

    /** Takes the room that is left in a row. */
    public static Span filler() {
        return span("grow");
    }

    /** A link inside Slipway; {@code path} comes from {@code Navigation}. */
    public static Anchor link(String path, String text) {
        Anchor anchor = new Anchor(path, text);
        anchor.setRouterIgnore(false);
        return anchor;
    }

    public static Anchor link(String path, Component... content) {
        Anchor anchor = new Anchor(path, "");
        anchor.setRouterIgnore(false);
        anchor.removeAll();
        anchor.add(content);
        return anchor;
    }

    /** The page's title. It takes the focus after navigation, so that a screen reader starts there. */
    public static H1 title(String text) {
        H1 title = new H1(text);
        title.getElement().setAttribute("tabindex", "-1");
        return title;
    }

    public static Span chip(String kind, Glyph glyph, String text) {
        return span("chip " + kind, glyph.icon(), new Span(text));
    }

    public static Span chip(String kind, String text) {
        return text("chip " + kind, text);
    }

    /** Mark and word, for instance {@code (check) Succeeded}. */
    public static Span status(Mark mark) {
        return status(mark, mark.word());
    }

    public static Span status(Mark mark, String word) {
        return span("status " + mark.style(), new StatusMark(mark), new Span(word));
    }

    public static Button button(Glyph glyph, String text) {
        Button button = new Button(text);
        button.setIcon(glyph.icon());
        return button;
    }

    public static Button primary(Glyph glyph, String text) {
        Button button = button(glyph, text);
        button.addThemeVariants(ButtonVariant.PRIMARY);
        return button;
    }

    /** A button that is off: the reason is its tooltip, which a screen reader reads with it, and a sentence beside it. */
    public static Span off(Button button, String reason) {
        button.setEnabled(false);
        button.setTooltipText(reason);
        return span("row off", text("small t3", reason), button);
    }

    /** A button that shows only its icon; {@code name} is its name and its tooltip. */
    public static Button iconButton(Glyph glyph, String name) {
        Button button = new Button(glyph.icon());
        button.addThemeVariants(ButtonVariant.TERTIARY);
        button.addClassName("icon-button");
        button.setAriaLabel(name);
        button.setTooltipText(name);
        return button;
    }

    /** Two initials in a tinted circle; the tint follows the name. */
    public static Span avatar(String displayName) {
        Span avatar = text("avatar s", initials(displayName));
        String[] tints = {"", "b", "c", "d"};
        String tint = tints[Math.floorMod(displayName.hashCode(), tints.length)];
        if (!tint.isEmpty()) {
            avatar.addClassName(tint);
        }
        avatar.getElement().setAttribute("aria-hidden", "true");
        return avatar;
    }

    public static String initials(String displayName) {
        String[] words = displayName.trim().split("[\\s._-]+", -1);
        String first = words[0];
        String letters = words.length > 1 && !words[words.length - 1].isEmpty()
                ? first.substring(0, Math.min(1, first.length())) + words[words.length - 1].charAt(0)
                : first.substring(0, Math.min(2, first.length()));
        return letters.toUpperCase(Locale.ROOT);
    }

    /** A time as words, with the exact instant as tooltip. */
    public static Span time(String words, Instant instant, ZoneId zone) {
        Span span = text("num", words);
        Tooltip.forComponent(span).setText(Words.exact(instant, zone));
        return span;
    }

    /** A command line with a copy button. */
    public static CopyLine commandLine(String command) {
        return CopyLine.command(command);
    }

    /** Copies {@code text} in the click itself (browsers demand that) and says so. */
    public static void copyOnClick(Button button, String text) {
        Clipboard.onClick(button)
                .writeText(
                        text,
                        copied -> say("Copied"),
                        error -> say("The browser did not let Slipway copy; select the text and copy it by hand."));
    }

    /** A short polite message; errors stay in place instead. */
    public static void say(String sentence) {
        Notification.show(sentence, 2500, Notification.Position.BOTTOM_CENTER);
    }

    /** A fact of a definition list: small label, value below. */
    public static Div fact(String label, Component... values) {
        DescriptionList.Term term = new DescriptionList.Term(label);
        DescriptionList.Description description = new DescriptionList.Description(values);
        return div("fact", term, description);
    }

    public static Div fact(String label, String value) {
        return fact(label, new Span(value));
    }

    /** Sets a text only when it changes, so that nothing is sent otherwise. */
    public static void setText(HasText target, String text) {
        if (!text.equals(target.getText())) {
            target.setText(text);
        }
    }
}
