package dev.slipway.ui.login;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import dev.slipway.ui.Navigation;
import jakarta.annotation.security.PermitAll;

/** Leads back to an invitation; whoever asks for it signs in first, whichever way he does that. */
@Route(value = Navigation.JOIN_ROUTE, autoLayout = false)
@PermitAll
class JoinView extends Div implements BeforeEnterObserver {

    private static final long serialVersionUID = 1L;

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        event.forwardTo(Navigation.invitation(
                event.getRouteParameters().get(Navigation.KEY).orElse("")));
    }
}
