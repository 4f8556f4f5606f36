package dev.slipway.ui.component;

import com.vaadin.flow.component.Component;

/** What the elements' Java halves do alike in the browser. */
final class Browser {

    private Browser() {}

    /** Sets a JavaScript property of one element to another element, again after each attach: references do not survive in the server's copy of the page. */
    static void link(Component from, String property, Component to) {
        from.addAttachListener(attached -> set(from, property, to));
        to.addAttachListener(attached -> set(from, property, to));
        set(from, property, to);
    }

    private static void set(Component from, String property, Component to) {
        if (from.isAttached() && to.isAttached()) {
            from.getElement().executeJs("this[$0] = $1", property, to.getElement());
        }
    }
}
