package dev.slipway.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.NotFoundException;
import dev.slipway.account.CurrentCaller;
import dev.slipway.refusal.Refusal;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A screen inside a workspace. Nothing is built before {@link Access} has let the caller in; what he may not see looks like
 * what never was.
 */
public abstract class WorkspaceScreen extends Div implements BeforeEnterObserver, HasDynamicTitle {

    private static final long serialVersionUID = 1L;

    private final transient CurrentCaller callers;
    private final transient Access access;
    private final Section section;
    private transient @Nullable Seat seat;
    private String title = "";

    protected WorkspaceScreen(CurrentCaller callers, Access access, Section section) {
        this.callers = callers;
        this.access = access;
        this.section = section;
    }

    /**
     * Shows what the address names; called for each navigation to this view.
     *
     * @throws Refusal NOT_FOUND when the address names nothing that is there
     */
    protected abstract void show(Seat seat, BeforeEnterEvent event);

    @Override
    public final void beforeEnter(BeforeEnterEvent event) {
        try {
            String workspace =
                    event.getRouteParameters().get(Navigation.WORKSPACE).orElseThrow(Refusal::notFound);
            Seat entered = access.enter(callers.get(), workspace, Permission.VIEW);
            seat = entered;
            show(entered, event);
        } catch (Refusal refusal) {
            if (refusal.kind() == Refusal.Kind.NOT_FOUND || refusal.kind() == Refusal.Kind.FORBIDDEN) {
                event.rerouteToError(NotFoundException.class);
            } else {
                throw refusal;
            }
        }
    }

    /** The seat of the running navigation. */
    protected final Seat seat() {
        if (seat == null) {
            throw new IllegalStateException("Nobody has entered this view");
        }
        return seat;
    }

    /** As {@link #seat}, asked again: rights that were taken away end here, not with the next navigation. */
    protected final Seat seatFor(Permission needed) {
        return access.enter(callers.get(), seat().workspace().id(), needed);
    }

    protected final String workspaceName() {
        return seat().workspace().name().value();
    }

    Optional<Seat> enteredSeat() {
        return Optional.ofNullable(seat);
    }

    Section section() {
        return section;
    }

    /** The part of the page's title before {@code · Slipway}. */
    protected final void setPageTitle(String words) {
        title = words;
        getUI().ifPresent(ui -> ui.getPage().setTitle(getPageTitle()));
    }

    @Override
    public final String getPageTitle() {
        return title.isEmpty() ? "Slipway" : title + " · Slipway";
    }
}
