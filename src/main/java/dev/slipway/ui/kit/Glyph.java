package dev.slipway.ui.kit;

import com.vaadin.flow.component.icon.Icon;
import java.util.Locale;

/** The icons of the set {@code slip}: 16 x 16, drawn in the colour of the text. */
public enum Glyph {
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
    BOLT,
    BOX,
    TRASH,
    GEAR,
    BAN,
    ARROW,
    BACK,
    MAIL,
    PIN;

    /** A new icon, hidden from screen readers: the word stands beside it. */
    public Icon icon() {
        Icon icon = new Icon("slip", name().toLowerCase(Locale.ROOT));
        icon.getElement().setAttribute("aria-hidden", "true");
        return icon;
    }
}
