package dev.slipway.ui.settings;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.QueryParameters;
import dev.slipway.audit.AuditAction;
import dev.slipway.audit.AuditAction.Reach;
import dev.slipway.audit.AuditEntry;
import dev.slipway.audit.AuditFilter;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.Narrow;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.Words;
import dev.slipway.ui.kit.Zone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A page about a trail, a workspace's or the installation's. The filters are in the address; the file has what the page shows. */
final class AuditLines extends Div {

    private static final long serialVersionUID = 1L;

    private static final String ACTOR = "actor";
    private static final String ACTION = "action";
    private static final String PERIOD = "period";
    private static final int PAGE = 100;

    private final transient Source source;
    private final ComboBox<String> actor = new ComboBox<>();
    private final ComboBox<AuditAction> action = new ComboBox<>();
    private final ComboBox<Period> period = new ComboBox<>();
    private final Anchor file = new Anchor();
    private final Grid<AuditEntry> grid = new Grid<>();
    private final Div empty = Parts.div("empty");
    private final Button older = new Button("Show older");
    private final Div sheet = Parts.div("sheet", grid, empty, Parts.div("listfoot", older));

    private transient AuditFilter filter = AuditFilter.ALL;
    private transient List<AuditEntry> loaded = new ArrayList<>();
    private transient @Nullable String next;
    private boolean filling;
    private boolean narrow;

    /** The trail that is shown. */
    interface Source {

        /** Asks each time whether the caller may. */
        Page<AuditEntry> list(AuditFilter filter, PageRequest page);

        /** Of the page with these filters. */
        String address(Map<String, String> filters);

        /** Of the same lines as a file. */
        String file(Map<String, String> filters);
    }

    /** @param elsewhere whose actions are not in this trail */
    AuditLines(Source source, String title, String about, Reach elsewhere) {
        this.source = source;
        addClassNames("colgroup", "auditlines");
        actor.setPlaceholder("Anyone");
        actor.setAriaLabel("Who");
        actor.setClearButtonVisible(true);
        // Whoever left is nobody any more, and what he did is still here.
        actor.setAllowCustomValue(true);
        actor.addCustomValueSetListener(typed -> navigate(ACTOR, Optional.of(typed.getDetail())));
        action.setPlaceholder("Anything");
        action.setAriaLabel("What");
        action.setClearButtonVisible(true);
        action.setItems(Arrays.stream(AuditAction.values())
                .filter(each -> each.reach() != elsewhere)
                .toList());
        action.setItemLabelGenerator(AuditWords::did);
        period.setPlaceholder("Any time");
        period.setAriaLabel("When");
        period.setClearButtonVisible(true);
        period.setItems(Period.values());
        period.setItemLabelGenerator(Period::words);
        actor.addValueChangeListener(change -> navigate(ACTOR, Optional.ofNullable(change.getValue())));
        action.addValueChangeListener(change ->
                navigate(ACTION, Optional.ofNullable(change.getValue()).map(AuditAction::word)));
        period.addValueChangeListener(change ->
                navigate(PERIOD, Optional.ofNullable(change.getValue()).map(Period::word)));
        addColumns();
        older.addClickListener(click -> readPage());
        file.setText("Download CSV");
        file.setRouterIgnore(true);
        file.getElement().setAttribute("download", true);
        empty.add(Parts.div(
                "in",
                Parts.text("strong", "Nothing that fits"),
                Parts.text(
                        "t2", "Nobody did that in this time, or it was somebody else. Clear a filter to see more.")));
        add(
                Parts.div(
                        "pagehead",
                        Parts.div("grow", Parts.title(title), Parts.text("t2", about)),
                        Parts.div("toolbar", Parts.span("row", Glyph.DOWNLOAD.icon(), file))),
                Parts.div("toolbar filters", actor, action, period),
                sheet);
    }

    private void addColumns() {
        grid.addClassName("rows49");
        grid.setAllRowsVisible(true);
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        Grid.Column<AuditEntry> when = grid.addComponentColumn(AuditLines::whenCell)
                .setHeader("When")
                .setFlexGrow(0)
                .setWidth("168px");
        Grid.Column<AuditEntry> who = grid.addComponentColumn(this::whoCell)
                .setHeader("Who")
                .setFlexGrow(0)
                .setWidth("176px");
        grid.addComponentColumn(AuditLines::whatCell).setHeader("What").setFlexGrow(1);
        Narrow.follow(this, now -> {
            narrow = now;
            when.setVisible(!now);
            who.setFlexGrow(0).setWidth(now ? "120px" : "176px");
            grid.getDataProvider().refreshAll();
        });
    }

    /** @param people whose names are offered */
    void show(QueryParameters query, List<String> people) {
        Optional<String> who = query.getSingleParameter(ACTOR).filter(text -> !text.isBlank());
        Optional<AuditAction> what = query.getSingleParameter(ACTION).flatMap(AuditAction::find);
        Optional<Period> since = query.getSingleParameter(PERIOD).flatMap(Period::find);
        filter = new AuditFilter(who, what, since.map(Period::start), Optional.empty());
        filling = true;
        actor.setItems(people);
        actor.setValue(who.orElse(null));
        action.setValue(what.orElse(null));
        period.setValue(since.orElse(null));
        filling = false;
        file.setHref(source.file(fileFilters()));
        loaded = new ArrayList<>();
        next = null;
        readPage();
    }

    private void readPage() {
        Page<AuditEntry> page = source.list(filter, new PageRequest(PAGE, next));
        loaded.addAll(page.items());
        next = page.next();
        grid.setItems(loaded);
        grid.setVisible(!loaded.isEmpty());
        empty.setVisible(loaded.isEmpty());
        older.getParent().ifPresent(foot -> foot.setVisible(next != null));
    }

    private void navigate(String name, Optional<String> value) {
        if (filling) {
            return;
        }
        Map<String, String> filters = filters();
        filters.remove(name);
        value.ifPresent(text -> filters.put(name, text));
        getUI().ifPresent(ui -> ui.navigate(source.address(filters)));
    }

    private Map<String, String> filters() {
        Map<String, String> filters = new TreeMap<>();
        filter.actor().ifPresent(text -> filters.put(ACTOR, text));
        filter.action().ifPresent(what -> filters.put(ACTION, what.word()));
        Optional.ofNullable(period.getValue()).ifPresent(since -> filters.put(PERIOD, since.word()));
        return filters;
    }

    private Map<String, String> fileFilters() {
        Map<String, String> filters = filters();
        filters.remove(PERIOD);
        filter.from().ifPresent(from -> filters.put("from", from.toString()));
        return filters;
    }

    private static Component whenCell(AuditEntry entry) {
        return Parts.time(Words.whenExactly(entry.at(), Instant.now(), Zone.ofBrowser()), entry.at(), Zone.ofBrowser());
    }

    /** In a narrow window the time has no column of its own. */
    private Component whoCell(AuditEntry entry) {
        Div cell = Parts.div("cell2 single", Parts.text("title", entry.actor()));
        if (narrow) {
            cell.add(Parts.time(
                    Words.whenShort(entry.at(), Instant.now(), Zone.ofBrowser()), entry.at(), Zone.ofBrowser()));
        } else if (entry.token().isPresent()) {
            cell.add(new Span("by access token"));
        }
        return cell;
    }

    private static Component whatCell(AuditEntry entry) {
        String did = AuditWords.did(entry.action());
        // Who signed in stands beside it.
        String subject =
                entry.subject().isEmpty() || entry.action() == AuditAction.SIGN_IN ? "" : " " + entry.subject();
        Div cell = Parts.div("cell2 single", Parts.text("title", did + subject));
        if (!entry.detail().isEmpty()) {
            cell.add(new Span(AuditWords.detail(entry.detail(), Instant.now(), Zone.ofBrowser())));
        }
        return cell;
    }

    /** How far back. */
    private enum Period {
        DAY("day", "Last 24 hours", 1),
        WEEK("week", "Last 7 days", 7),
        MONTH("month", "Last 30 days", 30);

        private final String word;
        private final String words;
        private final int days;

        Period(String word, String words, int days) {
            this.word = word;
            this.words = words;
            this.days = days;
        }

        static Optional<Period> find(String word) {
            return Arrays.stream(values())
                    .filter(period -> period.word.equals(word))
                    .findFirst();
        }

        String word() {
            return word;
        }

        String words() {
            return words;
        }

        Instant start() {
            return Instant.now().minusSeconds(days * 24L * 3600);
        }
    }
}
