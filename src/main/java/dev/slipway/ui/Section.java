package dev.slipway.ui;

import dev.slipway.ui.kit.Glyph;
import java.util.function.UnaryOperator;

/** The four places of a workspace, as the bar names them. */
public enum Section {
    PROJECTS("Projects", Glyph.FOLDER, Navigation::projects),
    BUILDS("Builds", Glyph.LAYERS, Navigation::builds),
    IMAGES("Images", Glyph.BOX, Navigation::images),
    SETTINGS("Settings", Glyph.GEAR, Navigation::members);

    private final String word;
    private final Glyph glyph;
    private final UnaryOperator<String> path;

    Section(String word, Glyph glyph, UnaryOperator<String> path) {
        this.word = word;
        this.glyph = glyph;
        this.path = path;
    }

    String word() {
        return word;
    }

    Glyph glyph() {
        return glyph;
    }

    String path(String workspace) {
        return path.apply(workspace);
    }
}
