package dev.slipway.ui.component;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;

/** The log's tools, for the bar above it: search, Follow, fold all, wrap, download. */
@Tag("slip-log-tools")
@JsModule("./elements/slip-log-tools.ts")
public class LogTools extends Component implements HasStyle {

    /** Tools that work on this log. */
    public LogTools(LogPane log) {
        Browser.link(this, "log", log);
    }
}
