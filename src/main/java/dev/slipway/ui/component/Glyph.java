package dev.slipway.ui.component;

import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.icon.Icon;
import com.vaadin.flow.component.icon.IconFactory;
import java.util.Locale;

/** Slipway's icons (16 px, one stroke); the set {@code slip} is made from {@code src/main/frontend/icons/icons.svg}. */
public enum Glyph implements IconFactory {
    SEARCH,
    PLUS,
    DOWN,
    RIGHT,
    UP,
    UPDOWN,
    FILE,
    FOLDER,
    FOLDEROPEN,
    DOCKERFILE,
    PLAY,
    STOP,
    X,
    CHECK,
    ALERT,
    INFO,
    CLOCK,
    BRANCH,
    COMMIT,
    TAG,
    COPY,
    DOWNLOAD,
    UPLOAD,
    LINK,
    MORE,
    LOCK,
    KEY,
    SHIELD,
    USER,
    USERS,
    TERMINAL,
    EXTERNAL,
    FILTER,
    RETRY,
    UNDO,
    EYE,
    GLOBE,
    LAYERS,
    CPU,
    HISTORY,
    SPLIT,
    WRAPTEXT,
    FOLLOW,
    BOLT,
    BOX,
    TRASH,
    GEAR,
    BAN,
    ARROW,
    BACK,
    SENT,
    WAND,
    FOLD,
    MAIL,
    PIN;

    /** A new icon of this shape; it is decoration, its button or link carries the name. */
    @Override
    public SlipIcon create() {
        return new SlipIcon(this);
    }

    /** The name within the set, for instance {@code folderopen}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** An icon of the set {@code slip}. */
    @JsModule("./icons/slip-icons.ts")
    public static final class SlipIcon extends Icon {
        private SlipIcon(Glyph glyph) {
            super("slip", glyph.key());
            getElement().setAttribute("aria-hidden", "true");
        }
    }
}
