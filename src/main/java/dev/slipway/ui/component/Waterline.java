package dev.slipway.ui.component;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import dev.slipway.ui.kit.Mark;

/** The 2 px line at the foot of a bar: how much of the build is done; full width and red when it failed. */
@Tag("slip-waterline")
@JsModule("./elements/slip-waterline.ts")
public class Waterline extends Component {

    /** Shows {@code done} of {@code total} steps. */
    public void setProgress(int done, int total) {
        getElement().setProperty("done", done);
        getElement().setProperty("total", total);
    }

    /** Shows the line of a build in this state; only {@link Mark#RUN} and {@link Mark#FAIL} draw one. */
    public void setMark(Mark mark) {
        getElement().setProperty("mark", mark.style());
    }

    /** Moves with the log from now on, without a round trip to the server. */
    public void follow(LogPane log) {
        Browser.link(this, "log", log);
    }
}
