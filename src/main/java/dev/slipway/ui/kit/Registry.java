package dev.slipway.ui.kit;

import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinServletRequest;
import jakarta.servlet.http.HttpServletRequest;

/** The registry's name as the person who looks would type it. */
public final class Registry {

    private Registry() {}

    /** Scheme and host of the address that the browser used, without a slash at its end. */
    public static String originOfBrowser() {
        boolean secure = VaadinRequest.getCurrent() instanceof VaadinServletRequest request
                && request.getHttpServletRequest().isSecure();
        return (secure ? "https://" : "http://") + ofBrowser();
    }

    /** Host, and port unless it is the scheme's own, of the address that the browser used. */
    public static String ofBrowser() {
        if (!(VaadinRequest.getCurrent() instanceof VaadinServletRequest request)) {
            return "localhost";
        }
        HttpServletRequest http = request.getHttpServletRequest();
        int port = http.getServerPort();
        boolean usual = port == (http.isSecure() ? 443 : 80);
        return usual ? http.getServerName() : http.getServerName() + ":" + port;
    }
}
