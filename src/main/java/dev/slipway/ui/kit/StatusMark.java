package dev.slipway.ui.kit;

import com.vaadin.flow.component.Svg;
import com.vaadin.flow.component.html.Span;
import org.jspecify.annotations.Nullable;

/** A status mark that can change its status. Where no word stands beside it, {@link #named()} gives it one. */
public final class StatusMark extends Span {

    private static final long serialVersionUID = 1L;

    private final Svg shape = new Svg();
    private @Nullable Mark mark;
    private boolean named;

    public StatusMark(Mark mark) {
        addClassName("st");
        add(shape);
        show(mark);
    }

    public StatusMark named() {
        named = true;
        getElement().setAttribute("role", "img");
        if (mark != null) {
            getElement().setAttribute("aria-label", mark.word());
        }
        return this;
    }

    public void show(Mark next) {
        if (next == mark) {
            return;
        }
        if (mark != null) {
            removeClassName(mark.style());
        }
        mark = next;
        addClassName(next.style());
        shape.setSvg(next.svg());
        if (named) {
            getElement().setAttribute("aria-label", next.word());
        }
    }
}
