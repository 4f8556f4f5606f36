package dev.slipway.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import dev.slipway.ui.kit.Parts;
import jakarta.servlet.http.HttpServletResponse;

/** The one answer for an address that never was and for one that the caller may not see. */
@AnonymousAllowed
@PageTitle("Not found · Slipway")
class NotFoundView extends Div implements HasErrorParameter<NotFoundException> {

    private static final long serialVersionUID = 1L;

    NotFoundView() {
        addClassName("page");
        Div inside = Parts.div(
                "in",
                Parts.title("There is nothing here that you can see"),
                new Paragraph("The address may be mistyped, the thing may be gone, or somebody has to let you in."),
                Parts.link(Navigation.home(), "Go to your workspace"));
        add(Parts.div("col", Parts.div("sheet empty", inside)));
    }

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<NotFoundException> parameter) {
        return HttpServletResponse.SC_NOT_FOUND;
    }
}
