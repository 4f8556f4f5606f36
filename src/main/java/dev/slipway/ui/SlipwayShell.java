package dev.slipway.ui;

import com.vaadin.flow.component.page.AppShellConfigurator;
import com.vaadin.flow.component.page.Push;
import com.vaadin.flow.server.AppShellSettings;
import com.vaadin.flow.shared.communication.PushMode;
import com.vaadin.flow.shared.ui.Transport;

/**
 * The page around all screens. Its styles are one bundled file that {@code src/main/frontend/index.html} links, so that their order is fixed and nothing is
 * drawn before they are there; light and dark follow the system through {@code color-scheme}.
 */
@Push(value = PushMode.AUTOMATIC, transport = Transport.WEBSOCKET_XHR)
public class SlipwayShell implements AppShellConfigurator {

    @Override
    public void configurePage(AppShellSettings settings) {
        settings.setPageTitle("Slipway");
        settings.addLink("icon", "icons/favicon.svg");
    }
}
