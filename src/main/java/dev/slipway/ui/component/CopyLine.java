package dev.slipway.ui.component;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;

/** One line of code with a button that copies it, for instance a pull command. */
@Tag("slip-copy-line")
@JsModule("./elements/slip-copy-line.ts")
public class CopyLine extends Component implements HasStyle {

    /** A line with {@code $} before it, which is not copied. */
    public static CopyLine command(String command) {
        CopyLine line = new CopyLine(command);
        line.getElement().setAttribute("prompt", "$");
        return line;
    }

    /** A line as it is. */
    public CopyLine(String text) {
        setText(text);
    }

    /** Changes the line. */
    public void setText(String text) {
        getElement().setAttribute("text", text);
    }
}
