package dev.slipway.ui.workbench;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.Shortcuts;
import com.vaadin.flow.component.button.Button;
import dev.slipway.ui.kit.WindowWidth;
import java.util.List;

/**
 * The files and the settings beside the editor. Where the window has no room for one of them it is a drawer: closed at first, over
 * the editor when its button opens it, and closed again by Escape or the button.
 */
final class SidePanes {

    private final Side files;
    private final Side settings;
    private WindowWidth width = WindowWidth.WIDE;

    /** @param mayBuild without that there are no settings */
    SidePanes(FileTree tree, SettingsPane settingsPane, ProjectBar bar, Runnable toEditor, boolean mayBuild) {
        files = new Side(tree, bar.filesButton(), WindowWidth.SMALL, tree::focusTree, toEditor, true);
        settings = new Side(
                settingsPane, bar.settingsButton(), WindowWidth.MEDIUM, settingsPane::focusFirst, toEditor, mayBuild);
    }

    void follow(Component owner) {
        sides().forEach(side -> side.show(side.fits(width)));
        WindowWidth.follow(owner, now -> {
            if (now != width) {
                width = now;
                sides().forEach(side -> side.show(side.fits(now)));
            }
        });
    }

    void toggleSettings() {
        settings.toggle();
    }

    private List<Side> sides() {
        return List.of(files, settings);
    }

    /** One of them. */
    private final class Side {

        private final Component pane;
        private final Button button;
        private final WindowWidth drawerUpTo;
        private final Runnable focus;
        private final boolean offered;

        Side(
                Component pane,
                Button button,
                WindowWidth drawerUpTo,
                Runnable focus,
                Runnable toEditor,
                boolean offered) {
            this.pane = pane;
            this.button = button;
            this.drawerUpTo = drawerUpTo;
            this.focus = focus;
            this.offered = offered;
            button.setVisible(offered);
            button.addClickListener(click -> toggle());
            Shortcuts.addShortcutListener(
                            pane,
                            () -> {
                                if (!fits(width)) {
                                    show(false);
                                    toEditor.run();
                                }
                            },
                            Key.ESCAPE)
                    .listenOn(pane)
                    .setBrowserDefaultAllowed(true);
        }

        /** A narrow window shows one pane at a time, which its tabs choose. */
        boolean fits(WindowWidth now) {
            return now == WindowWidth.NARROW || now.compareTo(drawerUpTo) > 0;
        }

        void toggle() {
            boolean opens = !pane.isVisible();
            show(opens);
            if (opens) {
                focus.run();
            } else {
                button.focus();
            }
        }

        void show(boolean open) {
            pane.setVisible(open && offered);
            button.getElement().setAttribute("aria-expanded", Boolean.toString(pane.isVisible()));
        }
    }
}
