package dev.slipway.ui.builds;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.data.provider.Query;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import dev.slipway.account.CurrentCaller;
import dev.slipway.build.Build;
import dev.slipway.build.BuildFilter;
import dev.slipway.build.BuildNews;
import dev.slipway.build.BuildStatus;
import dev.slipway.build.Builds;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.project.Project;
import dev.slipway.project.Projects;
import dev.slipway.ui.Navigation;
import dev.slipway.ui.Section;
import dev.slipway.ui.WorkspaceScreen;
import dev.slipway.ui.kit.Beat;
import dev.slipway.ui.kit.BuildWords;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.Mark;
import dev.slipway.ui.kit.Narrow;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.StatusMark;
import dev.slipway.ui.kit.Ticking;
import dev.slipway.ui.kit.Words;
import dev.slipway.ui.kit.Zone;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Member;
import dev.slipway.workspace.Members;
import dev.slipway.workspace.Seat;
import jakarta.annotation.security.PermitAll;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The builds of a workspace, newest first. The filters are in the address. */
@Route(Navigation.BUILDS_ROUTE)
@PermitAll
class BuildsView extends WorkspaceScreen {

    private static final long serialVersionUID = 1L;

    private static final String STATUS = "status";
    private static final String PROJECT = "project";
    private static final String ACTOR = "actor";
    private static final int PAGE = 50;

    private final transient Builds builds;
    private final transient Projects projects;
    private final transient Members members;

    private final Div column = Parts.div("col");
    private final Grid<Build> grid = new Grid<>();
    private final Div sheet = Parts.div("sheet", grid);
    private final Div empty = Parts.div("sheet empty");
    private final Div segments = Parts.div("seg");
    private final ComboBox<String> project = new ComboBox<>();
    private final ComboBox<String> actor = new ComboBox<>();
    private transient BuildFilter filter = BuildFilter.all();
    private transient List<Build> loaded = new ArrayList<>();
    private transient @Nullable String next;
    private boolean complete;
    private boolean filling;
    private long longest = 1;

    BuildsView(
            CurrentCaller callers, Access access, Builds builds, Projects projects, Members members, BuildNews news) {
        super(callers, access, Section.BUILDS);
        this.builds = builds;
        this.projects = projects;
        this.members = members;
        addClassName("page");
        segments.getElement().setAttribute("role", "group");
        segments.getElement().setAttribute("aria-label", "Status");
        project.setPlaceholder("All projects");
        project.setAriaLabel("Project");
        project.setClearButtonVisible(true);
        actor.setPlaceholder("Anyone");
        actor.setAriaLabel("Who built");
        actor.setClearButtonVisible(true);
        project.addValueChangeListener(change -> navigate(PROJECT, Optional.ofNullable(change.getValue())));
        actor.addValueChangeListener(change -> navigate(ACTOR, Optional.ofNullable(change.getValue())));
        addColumns();
        grid.addClassName("rows49");
        grid.setPageSize(PAGE);
        grid.setAllRowsVisible(true);
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.setItems(new CallbackDataProvider<>(this::fetch, query -> count()));
        Div filters = Parts.div("toolbar filters", segments, Parts.filler(), project, actor);
        column.add(Parts.div("pagehead", Parts.div("grow", Parts.title("Builds"))), filters, sheet, empty);
        add(column);
        Beat.onNews(
                this, this::reload, tick -> news.subscribe(seat().workspace().id(), changed -> tick.run()));
    }

    @Override
    protected void show(Seat seat, BeforeEnterEvent event) {
        setPageTitle("Builds · " + workspaceName());
        QueryParameters query = event.getLocation().getQueryParameters();
        filter = new BuildFilter(
                query.getSingleParameter(PROJECT).filter(text -> !text.isBlank()),
                query.getSingleParameter(STATUS).flatMap(BuildStatus::find),
                Optional.empty(),
                query.getSingleParameter(ACTOR).filter(text -> !text.isBlank()));
        filling = true;
        project.setItems(
                projects.list(seat.workspace().id(), new PageRequest(PageRequest.MAX_LIMIT, null)).items().stream()
                        .map(Project::name)
                        .map(Object::toString)
                        .toList());
        actor.setItems(members.list(seat, new PageRequest(PageRequest.MAX_LIMIT, null)).items().stream()
                .map(Member::user)
                .map(user -> user.name())
                .toList());
        project.setValue(filter.project().orElse(null));
        actor.setValue(filter.actor().orElse(null));
        filling = false;
        fillSegments();
        reload();
    }

    private void fillSegments() {
        segments.removeAll();
        segments.add(segment(Optional.empty()));
        for (BuildStatus status : List.of(
                BuildStatus.RUNNING,
                BuildStatus.QUEUED,
                BuildStatus.SUCCEEDED,
                BuildStatus.FAILED,
                BuildStatus.CANCELLED)) {
            segments.add(segment(Optional.of(status)));
        }
    }

    private NativeButton segment(Optional<BuildStatus> status) {
        NativeButton button = new NativeButton();
        status.map(BuildWords::mark).map(StatusMark::new).ifPresent(button::add);
        button.add(new Span(status.map(BuildWords::mark).map(Mark::word).orElse("All")));
        button.getElement()
                .setAttribute("aria-pressed", Boolean.toString(filter.status().equals(status)));
        button.addClickListener(click -> navigate(STATUS, status.map(BuildStatus::word)));
        return button;
    }

    private void navigate(String name, Optional<String> value) {
        if (filling) {
            return;
        }
        Map<String, String> filters = new TreeMap<>();
        filter.status().ifPresent(status -> filters.put(STATUS, status.word()));
        filter.project().ifPresent(text -> filters.put(PROJECT, text));
        filter.actor().ifPresent(text -> filters.put(ACTOR, text));
        filters.remove(name);
        value.ifPresent(text -> filters.put(name, text));
        UI.getCurrent().navigate(Navigation.builds(workspaceName(), filters));
    }

    // ---- rows: pages of the list are read as the grid asks for them
    // ---------------------------------------------------

    private void reload() {
        loaded = new ArrayList<>();
        next = null;
        complete = false;
        readPage();
        boolean none = loaded.isEmpty();
        sheet.setVisible(!none);
        empty.setVisible(none);
        if (none) {
            fillEmpty();
        }
        grid.getDataProvider().refreshAll();
    }

    private void readPage() {
        Page<Build> page = builds.list(seat().workspace().id(), filter, new PageRequest(PAGE, next));
        loaded.addAll(page.items());
        next = page.next();
        complete = next == null;
        loaded.forEach(build -> longest = Math.max(longest, millis(build)));
    }

    private Stream<Build> fetch(Query<Build, Void> query) {
        int end = query.getOffset() + query.getLimit();
        while (loaded.size() < end && !complete) {
            readPage();
        }
        return loaded.stream().skip(query.getOffset()).limit(query.getLimit());
    }

    private int count() {
        // Rows are drawn in full height, so no more than this many are read; filters reach the others.
        while (!complete && loaded.size() < 4 * PAGE) {
            readPage();
        }
        return loaded.size();
    }

    private void fillEmpty() {
        empty.removeAll();
        boolean filtered = !filter.equals(BuildFilter.all());
        Div inside = Parts.div("in", Parts.text("strong", filtered ? "No build fits these filters" : "No builds yet"));
        inside.add(
                filtered
                        ? Parts.link(Navigation.builds(workspaceName()), "Show all builds")
                        : Parts.text("t2", "Open a project and press Build."));
        if (!filtered) {
            inside.add(Parts.link(Navigation.projects(workspaceName()), "Projects"));
        }
        empty.add(inside);
    }

    private void addColumns() {
        Grid.Column<Build> mark = grid.addComponentColumn(build -> new StatusMark(BuildWords.mark(build)).named())
                .setHeader("")
                .setWidth("40px")
                .setFlexGrow(0);
        Grid.Column<Build> name =
                grid.addComponentColumn(this::nameCell).setHeader("Build").setFlexGrow(4);
        Grid.Column<Build> projectColumn = grid.addComponentColumn(build -> Parts.link(
                        Navigation.workbench(
                                workspaceName(), build.projectName().value()),
                        build.projectName().value()))
                .setHeader("Project")
                .setFlexGrow(1);
        Grid.Column<Build> commit = grid.addComponentColumn(build ->
                        Parts.text("mono", Words.shortRevision(build.revision().value())))
                .setHeader("Commit")
                .setWidth("92px")
                .setFlexGrow(0);
        Grid.Column<Build> tags =
                grid.addComponentColumn(BuildsView::tagsCell).setHeader("Tags").setFlexGrow(2);
        Grid.Column<Build> time = grid.addComponentColumn(this::timeCell)
                .setHeader("Duration")
                .setWidth("184px")
                .setFlexGrow(0);
        Grid.Column<Build> by = grid.addComponentColumn(
                        build -> Parts.span("row", Parts.avatar(build.actorName()), new Span(build.actorName())))
                .setHeader("By")
                .setFlexGrow(1);
        Grid.Column<Build> started = grid.addComponentColumn(BuildsView::startedCell)
                .setHeader("Started")
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("112px")
                .setFlexGrow(0);
        Grid.Column<Build> narrowRow =
                grid.addComponentColumn(this::narrowCell).setHeader("Build").setFlexGrow(1);
        narrowRow.setVisible(false);
        Narrow.follow(grid, narrow -> {
            List.of(mark, name, projectColumn, commit, tags, time, by, started)
                    .forEach(column -> column.setVisible(!narrow));
            narrowRow.setVisible(narrow);
        });
    }

    private Component nameCell(Build build) {
        Anchor link = Parts.link(
                Navigation.build(workspaceName(), build.number().value()),
                new Span("#" + build.number() + "  " + build.projectName()));
        link.addClassName("title");
        Span detail = new Span(BuildWords.detail(build));
        colour(detail, build);
        return Parts.div("cell2", link, detail);
    }

    private static void colour(Span detail, Build build) {
        switch (BuildWords.mark(build)) {
            case FAIL -> detail.addClassName("failtext");
            case WARN -> detail.addClassName("warntext");
            default -> detail.addClassName("t3");
        }
    }

    private static Component tagsCell(Build build) {
        Div tags = Parts.div("tags");
        build.image()
                .ifPresent(image -> image.tags().stream()
                        .limit(3)
                        .forEach(tag ->
                                tags.add(Parts.chip("tag mono", Glyph.TAG, tag.substring(tag.lastIndexOf(':') + 1)))));
        return tags;
    }

    private Component timeCell(Build build) {
        if (build.status() == BuildStatus.QUEUED) {
            return Parts.text("t2", "queued");
        }
        Ticking time = new Ticking();
        build.startedAt()
                .ifPresent(start -> build.endedAt()
                        .ifPresentOrElse(
                                end -> time.took(Duration.between(start, end)), () -> time.runningSince(start)));
        Div cell = Parts.div("dur", time);
        switch (build.status()) {
            case FAILED -> cell.addClassName("fail");
            case RUNNING -> cell.addClassName("run");
            default -> cell.addClassName("done");
        }
        Element bar = new Element("i");
        bar.getStyle().set("width", Math.max(1, 100 * millis(build) / longest) + "%");
        cell.getElement().appendChild(bar);
        return cell;
    }

    private static long millis(Build build) {
        return BuildWords.time(build, Instant.now()).map(Duration::toMillis).orElse(0L);
    }

    private static Component startedCell(Build build) {
        ZoneId zone = Zone.ofBrowser();
        return build.startedAt()
                .map(start -> Parts.time(Words.whenShort(start, Instant.now(), zone), start, zone))
                .orElseGet(() -> Parts.text(
                        "t2",
                        build.position()
                                .map(before -> "position " + (before + 1))
                                .orElse("")));
    }

    private Component narrowCell(Build build) {
        Span detail = new Span(
                build.status() == BuildStatus.FAILED || !build.warnings().isEmpty()
                        ? BuildWords.detail(build)
                        : build.projectName() + ", "
                                + Words.shortRevision(build.revision().value()));
        colour(detail, build);
        Div words =
                Parts.div("cell2 grow", Parts.text("title", "#" + build.number() + " " + build.projectName()), detail);
        Div right = Parts.div(
                "cell2 right",
                Parts.text(
                        "num",
                        BuildWords.time(build, Instant.now())
                                .map(Words::buildTime)
                                .orElse("queued")),
                startedCell(build));
        Anchor link = Parts.link(
                Navigation.build(workspaceName(), build.number().value()),
                new StatusMark(BuildWords.mark(build)).named(),
                words,
                right);
        link.addClassNames("nrow", "plainlink");
        return link;
    }
}
