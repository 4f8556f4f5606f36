package dev.slipway.ui.images;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.tabs.Tab;
import com.vaadin.flow.component.tabs.Tabs;
import dev.slipway.ui.kit.Parts;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** What there is about a repository, one place at a time. */
final class RepositoryTabs extends Div {

    private static final long serialVersionUID = 1L;

    private final Map<Place, Tab> tabs = new EnumMap<>(Place.class);
    private final Map<Place, Span> counts = new EnumMap<>(Place.class);
    private final Map<Place, Component> panels;
    private final Component tools;
    private final Tabs bar = new Tabs();

    /** A tab; the address has its word. */
    enum Place {
        TAGS("Tags", "tags"),
        PUSHES("Pushes", "pushes"),
        RULES("Rules", "rules");

        private final String title;
        private final String word;

        Place(String title, String word) {
            this.title = title;
            this.word = word;
        }

        String word() {
            return word;
        }

        /** The tags, unless the word is another place's. */
        static Place of(String word) {
            return Arrays.stream(values())
                    .filter(place -> place.word.equals(word))
                    .findFirst()
                    .orElse(TAGS);
        }
    }

    /**
     * @param panels one for each place
     * @param tools stand beside the tabs while the tags are shown
     * @param whenChosen runs after somebody chose another tab
     */
    RepositoryTabs(Place first, Map<Place, Component> panels, Component tools, Runnable whenChosen) {
        this.panels = panels;
        this.tools = tools;
        addClassName("sheet");
        for (Place place : Place.values()) {
            Span count = Parts.text("count", "0");
            Tab tab = new Tab(new Span(place.title), count);
            counts.put(place, count);
            tabs.put(place, tab);
            bar.add(tab);
        }
        bar.setSelectedTab(tabs.get(first));
        bar.addSelectedChangeListener(change -> {
            showPanel();
            whenChosen.run();
        });
        add(Parts.div("sheettabs", bar, Parts.filler(), tools));
        panels.values().forEach(this::add);
        showPanel();
    }

    Place place() {
        Tab selected = bar.getSelectedTab();
        return tabs.entrySet().stream()
                .filter(entry -> entry.getValue().equals(selected))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(Place.TAGS);
    }

    void count(Place place, String count) {
        Span shown = counts.get(place);
        if (shown != null) {
            Parts.setText(shown, count);
        }
    }

    private void showPanel() {
        Place shown = place();
        panels.forEach((place, panel) -> panel.setVisible(place == shown));
        tools.setVisible(shown == Place.TAGS);
    }
}
