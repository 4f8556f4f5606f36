package dev.slipway.ui.kit;

import com.vaadin.flow.component.UI;
import java.time.DateTimeException;
import java.time.ZoneId;

/** The time zone of the person who looks. */
public final class Zone {

    private Zone() {}

    /** The browser's zone; UTC while it is not known. */
    public static ZoneId ofBrowser() {
        UI ui = UI.getCurrent();
        String id = ui == null ? null : ui.getPage().getExtendedClientDetails().getTimeZoneId();
        try {
            return id == null || id.isEmpty() ? ZoneId.of("UTC") : ZoneId.of(id);
        } catch (DateTimeException e) {
            return ZoneId.of("UTC");
        }
    }
}
