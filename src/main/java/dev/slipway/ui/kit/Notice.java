package dev.slipway.ui.kit;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;

/** What happened, what is safe, what to do: in place, with a mark. */
public final class Notice extends Div {

    private static final long serialVersionUID = 1L;

    private Notice(Mark mark, String strong, String rest, Component... actions) {
        this(mark.style(), new StatusMark(mark), strong, rest, actions);
    }

    private Notice(String style, Component sign, String strong, String rest, Component... actions) {
        addClassNames("notice", style);
        Span words = Parts.span("grow", Parts.text("strong", strong), new Span(rest.isEmpty() ? "" : " " + rest));
        add(sign, words);
        add(actions);
    }

    /** Spoken at once by a screen reader. */
    public static Notice failed(String strong, String rest, Component... actions) {
        Notice notice = new Notice(Mark.FAIL, strong, rest, actions);
        notice.getElement().setAttribute("role", "alert");
        return notice;
    }

    public static Notice done(String strong, String rest, Component... actions) {
        return polite(new Notice(Mark.OK, strong, rest, actions));
    }

    public static Notice warning(String strong, String rest, Component... actions) {
        return polite(new Notice(Mark.WARN, strong, rest, actions));
    }

    /** What to know or to do now; nothing went wrong, nothing runs. */
    public static Notice info(String strong, String rest, Component... actions) {
        return polite(new Notice("info", Glyph.INFO.icon(), strong, rest, actions));
    }

    private static Notice polite(Notice notice) {
        notice.getElement().setAttribute("role", "status");
        return notice;
    }
}
