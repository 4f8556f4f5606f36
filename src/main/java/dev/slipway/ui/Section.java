package dev.slipway.ui;

import dev.slipway.ui.kit.Glyph;

/** The four places of a workspace, as the bar names them. */
public enum Section {
    PROJECTS("Projects", Glyph.FOLDER),
    BUILDS("Builds", Glyph.LAYERS),
    IMAGES("Images", Glyph.BOX),
    SETTINGS("Settings", Glyph.GEAR);

    private final String word;
    private final Glyph glyph;

    Section(String word, Glyph glyph) {
        this.word = word;
        this.glyph = glyph;
    }

    String word() {
        return word;
    }

    Glyph glyph() {
        return glyph;
    }

    String path(String workspace) {
        return switch (this) {
            case PROJECTS -> Navigation.projects(workspace);
            case BUILDS -> Navigation.builds(workspace);
            case IMAGES -> Navigation.images(workspace);
            case SETTINGS -> Navigation.members(workspace);
        };
    }
}
