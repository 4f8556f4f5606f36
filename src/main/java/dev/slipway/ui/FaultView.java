package dev.slipway.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import dev.slipway.refusal.Refusal;
import dev.slipway.ui.kit.Notice;
import dev.slipway.ui.kit.Parts;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A screen that could not be shown: a refusal in its own sentence, a fault with the id that the log has. */
@AnonymousAllowed
@PageTitle("Something went wrong · Slipway")
class FaultView extends Div implements HasErrorParameter<Exception> {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(FaultView.class);

    FaultView() {
        addClassName("page");
    }

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<Exception> parameter) {
        removeAll();
        Div column = Parts.div("col", Parts.title("This page can't be shown"));
        add(column);
        if (parameter.getException() instanceof Refusal refusal) {
            column.add(Notice.failed(refusal.sentence(), ""));
            return refusal.kind().status();
        }
        String id = UUID.randomUUID().toString();
        LOG.error("A screen failed, correlation id {}", id, parameter.getException());
        column.add(
                Notice.failed(
                        "Slipway made a mistake.",
                        "What was saved and built is safe. Try again; if it stays, tell your administrator the id below."),
                Parts.text("mono t3", id),
                Parts.link(Navigation.home(), "Go to your workspace"));
        return HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    }
}
