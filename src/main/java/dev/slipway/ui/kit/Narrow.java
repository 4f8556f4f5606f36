package dev.slipway.ui.kit;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.signals.Signal;
import java.util.function.Consumer;

/** Tells a screen whether its window is narrow, for what style sheets alone can't do: which columns a grid has. */
public final class Narrow {

    /** The width up to which a window is narrow, in CSS pixels; the style sheets have the same. */
    public static final int MAX_WIDTH = 720;

    private Narrow() {}

    /** Calls {@code change} now and whenever it changes, while {@code owner} is on the page. */
    public static void follow(Component owner, Consumer<Boolean> change) {
        owner.addAttachListener(attached -> {
            UI ui = attached.getUI();
            Signal<Boolean> narrow = Signal.cached(
                    ui.getPage().windowSizeSignal().map(size -> size.width() > 0 && size.width() <= MAX_WIDTH));
            Signal.effect(owner, () -> {
                boolean now = narrow.get();
                Signal.runWithoutTransaction(() -> change.accept(now));
            });
        });
    }
}
