package dev.slipway.ui.component;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;

/** A 16 px status mark, alone (its word is then its accessible name) or with its word beside it. */
@Tag("slip-status")
@JsModule("./elements/slip-status.ts")
public class StatusMark extends Component implements HasStyle {

    /** A mark whose word is only read aloud. */
    public StatusMark(Mark mark) {
        setMark(mark);
        setWord(mark.word(), false);
    }

    /** A mark with a word beside it, for instance {@code Failed} or {@code 2 warnings}. */
    public StatusMark(Mark mark, String word) {
        setMark(mark);
        setWord(word, true);
    }

    /** Changes the shape and colour. */
    public void setMark(Mark mark) {
        getElement().setAttribute("mark", mark.key());
    }

    /** Changes the word; a hidden one is still read aloud. */
    public void setWord(String word, boolean visible) {
        getElement().setAttribute("word", word);
        getElement().setAttribute("show-word", visible);
    }
}
