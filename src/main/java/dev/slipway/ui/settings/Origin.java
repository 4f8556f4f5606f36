package dev.slipway.ui.settings;

import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinServletRequest;
import dev.slipway.ui.kit.Registry;

/** The address of this Slipway as the person who looks would send it to somebody. */
final class Origin {

    private Origin() {}

    /** Scheme and host, without a slash at the end. */
    static String ofBrowser() {
        boolean secure = VaadinRequest.getCurrent() instanceof VaadinServletRequest request
                && request.getHttpServletRequest().isSecure();
        return (secure ? "https://" : "http://") + Registry.ofBrowser();
    }
}
