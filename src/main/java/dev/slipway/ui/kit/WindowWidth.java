package dev.slipway.ui.kit;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.signals.Signal;
import java.util.function.Consumer;

/** How much room a window has; the style sheets change at the same widths. */
public enum WindowWidth {
    /** One pane at a time. */
    NARROW(Narrow.MAX_WIDTH),
    /** The workbench has room for the editor with its output. */
    SMALL(959),
    /** And for the files. */
    MEDIUM(1279),
    /** And for the settings. */
    WIDE(Integer.MAX_VALUE);

    private final int upTo;

    WindowWidth(int upTo) {
        this.upTo = upTo;
    }

    /** @param pixels of CSS; 0 when the browser has not told it yet */
    static WindowWidth of(int pixels) {
        for (WindowWidth width : values()) {
            if (pixels > 0 && pixels <= width.upTo) {
                return width;
            }
        }
        return WIDE;
    }

    /** Calls {@code change} now and whenever it changes, while {@code owner} is on the page. */
    public static void follow(Component owner, Consumer<WindowWidth> change) {
        owner.addAttachListener(attached -> {
            UI ui = attached.getUI();
            Signal<WindowWidth> width =
                    Signal.cached(ui.getPage().windowSizeSignal().map(size -> of(size.width())));
            Signal.effect(owner, () -> {
                WindowWidth now = width.get();
                Signal.runWithoutTransaction(() -> change.accept(now));
            });
        });
    }
}
