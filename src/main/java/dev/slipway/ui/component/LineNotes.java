package dev.slipway.ui.component;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import dev.slipway.ui.kit.Mark;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the last build did with each instruction, beside the code: state, time, size. Made by {@link CodeEditor#notes()}. */
@Tag("slip-line-notes")
@JsModule("./elements/slip-line-notes.ts")
public class LineNotes extends Component implements HasStyle {

    LineNotes() {}

    /** Replaces what is known from the server; a log that is followed goes on from there. Later steps on the same line win. */
    public void setNotes(List<Note> notes) {
        getElement().setPropertyList("notes", notes);
    }

    /** Follows a build's log: states and times change without a round trip to the server. */
    public void follow(LogPane log) {
        Browser.link(this, "log", log);
    }

    /** The file that the notes are about, as the build read it; other tabs show none. */
    public void setFile(String path) {
        getElement().setProperty("file", path);
    }

    /** Names the build, for instance {@code build #150}, at the right of the status bar; an empty text names none. */
    public void setSource(String build) {
        getElement().setProperty("source", build);
    }

    /**
     * What a build did with one instruction.
     *
     * @param line first line of the instruction, from 1
     * @param mark its state
     * @param millis how long it took or has taken, or null
     * @param bytes size of the layer it made, or null
     * @param word what stands in the place of the size, for instance {@code exit 1}, or null
     */
    public record Note(
            int line,
            Mark mark,
            @Nullable Long millis,
            @Nullable Long bytes,
            @Nullable String word) {}
}
