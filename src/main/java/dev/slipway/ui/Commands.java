package dev.slipway.ui;

import dev.slipway.ui.component.Palette;
import java.util.List;

/** A screen that adds its own actions and files to the command palette. */
public interface Commands {

    /** What can be chosen now. */
    List<Palette.Entry> commands();

    /** Does what was chosen; {@code id} is one of {@link #commands}. */
    void run(String id);
}
