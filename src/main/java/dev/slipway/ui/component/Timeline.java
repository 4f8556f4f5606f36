package dev.slipway.ui.component;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentEvent;
import com.vaadin.flow.component.ComponentEventListener;
import com.vaadin.flow.component.DomEvent;
import com.vaadin.flow.component.EventData;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.shared.Registration;
import dev.slipway.ui.kit.Mark;
import java.util.List;

/** A build's steps on a common time axis, one lane per stage. */
@Tag("slip-timeline")
@JsModule("./elements/slip-timeline.ts")
public class Timeline extends Component implements HasStyle {

    /** Replaces the steps; lanes stand in the order of their first step. */
    public void setSteps(List<Step> steps) {
        getElement().setPropertyList("steps", steps);
    }

    /** A step was chosen. */
    public Registration addChosenListener(ComponentEventListener<ChosenEvent> listener) {
        return addListener(ChosenEvent.class, listener);
    }

    /**
     * One step; times are milliseconds since the build's start.
     *
     * @param step its number in the build
     * @param lane its stage, or {@code prepare} or {@code export}
     * @param label short text on its bar, for instance {@code RUN npm ci}
     * @param mark its state
     * @param startMillis when it began
     * @param endMillis when it ended, or now
     * @param critical the build waited for it
     */
    public record Step(
            int step, String lane, String label, Mark mark, long startMillis, long endMillis, boolean critical) {}

    /** The number of the chosen step. */
    @DomEvent("chosen")
    public static class ChosenEvent extends ComponentEvent<Timeline> {
        private final int step;

        public ChosenEvent(Timeline source, boolean fromClient, @EventData("event.detail.step") int step) {
            super(source, fromClient);
            this.step = step;
        }

        public int getStep() {
            return step;
        }
    }
}
