package dev.slipway.ui.component;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentEvent;
import com.vaadin.flow.component.ComponentEventListener;
import com.vaadin.flow.component.DomEvent;
import com.vaadin.flow.component.EventData;
import com.vaadin.flow.component.Focusable;
import com.vaadin.flow.component.HasSize;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.shared.Registration;

/**
 * A build's log. The element opens its own WebSocket, resumes by offset after a loss, folds by step and renders colours; no line of it passes through the
 * server's copy of the page.
 */
@Tag("slip-log")
@JsModule("./elements/slip-log.ts")
public class LogPane extends Component implements HasSize, HasStyle, Focusable<LogPane> {

    /** Shows the log behind a WebSocket path such as {@code /ws/workspaces/acme/builds/14/log}, from its first line; the same path again changes nothing. */
    public void open(String socketPath) {
        getElement().setProperty("source", socketPath);
    }

    /** Shows nothing, and lets go of the socket. */
    public void close() {
        getElement().setProperty("source", "");
    }

    /** Where the whole log can be downloaded as text. */
    public void setDownload(String address) {
        getElement().setProperty("download", address);
    }

    /** Opens the step, scrolls to it and puts the keyboard there. */
    public void showStep(int step) {
        getElement().callJsFunction("showStep", step);
    }

    /** The build ended; sent once, also when an ended build is opened. */
    public Registration addBuildStateListener(ComponentEventListener<BuildStateEvent> listener) {
        return addListener(BuildStateEvent.class, listener);
    }

    /** Somebody chose the Dockerfile line beside a step. */
    public Registration addLineListener(ComponentEventListener<LineEvent> listener) {
        return addListener(LineEvent.class, listener);
    }

    /** The build's last word: {@code succeeded}, {@code failed}, {@code cancelled} or {@code interrupted}. */
    @DomEvent("build-state")
    public static class BuildStateEvent extends ComponentEvent<LogPane> {
        private final String status;

        public BuildStateEvent(LogPane source, boolean fromClient, @EventData("event.detail.status") String status) {
            super(source, fromClient);
            this.status = status;
        }

        public String getStatus() {
            return status;
        }
    }

    /** A line of the Dockerfile, counted from 1. */
    @DomEvent("line")
    public static class LineEvent extends ComponentEvent<LogPane> {
        private final int line;

        public LineEvent(LogPane source, boolean fromClient, @EventData("event.detail.line") int line) {
            super(source, fromClient);
            this.line = line;
        }

        public int getLine() {
            return line;
        }
    }
}
