package dev.slipway.ui.component;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentEvent;
import com.vaadin.flow.component.ComponentEventListener;
import com.vaadin.flow.component.DomEvent;
import com.vaadin.flow.component.EventData;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.shared.Registration;
import java.util.List;

/** The command palette (Ctrl+K; Ctrl+P for files): every action of the screen, ranked in the browser; the server is asked for builds and tags after 120 ms. */
@Tag("slip-palette")
@JsModule("./elements/slip-palette.ts")
public class Palette extends Component {

    /** Replaces what is always offered: actions and files of the screen. */
    public void setEntries(List<Entry> entries) {
        getElement().setPropertyList("entries", entries);
    }

    /** What the server found for a query; ignored when the person has typed on since. */
    public void setFound(String query, List<Entry> entries) {
        getElement().callJsFunction("setFound", query, entries);
    }

    /** Opens it. */
    public void open() {
        getElement().callJsFunction("open", "");
    }

    /** An entry was chosen. */
    public Registration addChosenListener(ComponentEventListener<ChosenEvent> listener) {
        return addListener(ChosenEvent.class, listener);
    }

    /** It was opened; answer with {@link #setEntries}, so that what it offers is never old. */
    public Registration addOpenedListener(ComponentEventListener<OpenedEvent> listener) {
        return addListener(OpenedEvent.class, listener);
    }

    /** The person rested after typing; answer with {@link #setFound}. */
    public Registration addQueryListener(ComponentEventListener<QueryEvent> listener) {
        return addListener(QueryEvent.class, listener);
    }

    /**
     * A thing to choose.
     *
     * @param id what {@link ChosenEvent} answers with
     * @param group its heading, for instance {@code Actions}
     * @param icon an icon's or a mark's key, for instance {@code play} or {@code status-run}
     * @param label what it says; letters of it match the query
     * @param hint quiet text at the right, or empty
     * @param keys its keys, for instance {@code Ctrl Enter}, or empty
     */
    public record Entry(String id, String group, String icon, String label, String hint, String keys) {}

    /** The palette is in sight. */
    @DomEvent("opened")
    public static class OpenedEvent extends ComponentEvent<Palette> {
        public OpenedEvent(Palette source, boolean fromClient) {
            super(source, fromClient);
        }
    }

    /** The id of the chosen entry. */
    @DomEvent("chosen")
    public static class ChosenEvent extends ComponentEvent<Palette> {
        private final String id;

        public ChosenEvent(Palette source, boolean fromClient, @EventData("event.detail.id") String id) {
            super(source, fromClient);
            this.id = id;
        }

        public String getId() {
            return id;
        }
    }

    /** What was typed. */
    @DomEvent("query")
    public static class QueryEvent extends ComponentEvent<Palette> {
        private final String query;

        public QueryEvent(Palette source, boolean fromClient, @EventData("event.detail.query") String query) {
            super(source, fromClient);
            this.query = query;
        }

        public String getQuery() {
            return query;
        }
    }
}
