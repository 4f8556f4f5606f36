package dev.slipway.ui.projects;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.contextmenu.ContextMenu;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.provider.ListDataProvider;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import dev.slipway.account.CurrentCaller;
import dev.slipway.build.Build;
import dev.slipway.build.BuildFilter;
import dev.slipway.build.BuildNews;
import dev.slipway.build.BuildRequest;
import dev.slipway.build.BuildStatus;
import dev.slipway.build.Builds;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.project.Author;
import dev.slipway.project.Expected;
import dev.slipway.project.FilePath;
import dev.slipway.project.NewProject;
import dev.slipway.project.Project;
import dev.slipway.project.ProjectFiles;
import dev.slipway.project.ProjectLimits;
import dev.slipway.project.ProjectName;
import dev.slipway.project.Projects;
import dev.slipway.project.RevisionEntry;
import dev.slipway.refusal.Refusal;
import dev.slipway.ui.Navigation;
import dev.slipway.ui.Section;
import dev.slipway.ui.WorkspaceScreen;
import dev.slipway.ui.component.DropZone;
import dev.slipway.ui.kit.Ask;
import dev.slipway.ui.kit.Beat;
import dev.slipway.ui.kit.BuildWords;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.Narrow;
import dev.slipway.ui.kit.Notice;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.StatusMark;
import dev.slipway.ui.kit.Words;
import dev.slipway.ui.kit.Zone;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import jakarta.annotation.security.PermitAll;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The projects of a workspace. The whole page takes a dropped folder or archive. */
@Route(Navigation.PROJECTS_ROUTE)
@PermitAll
class ProjectsView extends WorkspaceScreen {

    private static final long serialVersionUID = 1L;

    private static final int BUILDS_SHOWN = 10;

    private final transient Projects projects;
    private final transient ProjectFiles files;
    private final transient ProjectLimits limits;
    private final transient Builds builds;

    private final Div column = Parts.div("col");
    private final Grid<Row> grid = new Grid<>();
    private final Span summary = Parts.text("t2", "");
    private final Div notices = Parts.div("stack");
    private final TextField filter = new TextField();
    private final List<Row> rows = new ArrayList<>();

    ProjectsView(
            CurrentCaller callers,
            Access access,
            Projects projects,
            ProjectFiles files,
            ProjectLimits limits,
            Builds builds,
            BuildNews news) {
        super(callers, access, Section.PROJECTS);
        this.projects = projects;
        this.files = files;
        this.limits = limits;
        this.builds = builds;
        addClassName("page");
        add(column);
        grid.setItems(new ListDataProvider<>(rows));
        grid.addClassNames("rows56");
        grid.setAllRowsVisible(true);
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        addColumns();
        filter.setPlaceholder("Filter by name");
        filter.setAriaLabel("Filter by name");
        filter.setPrefixComponent(Glyph.SEARCH.icon());
        filter.setValueChangeMode(ValueChangeMode.EAGER);
        filter.addValueChangeListener(typed -> applyFilter());
        Beat.onNews(
                this, this::refresh, tick -> news.subscribe(seat().workspace().id(), changed -> tick.run()));
    }

    @Override
    protected void show(Seat seat, BeforeEnterEvent event) {
        setPageTitle("Projects · " + workspaceName());
        load();
        build(seat);
    }

    private void build(Seat seat) {
        column.removeAll();
        Div heading = Parts.div("grow", Parts.title("Projects"), summary);
        Div tools = Parts.div("toolbar");
        Div head = Parts.div("pagehead", heading, tools);
        column.add(head, notices);
        if (!rows.isEmpty()) {
            tools.add(filter);
        }
        if (seat.allows(Permission.EDIT_PROJECT)) {
            Button create = Parts.primary(Glyph.PLUS, "New project");
            create.addClickListener(click -> askForProject(Start.EMPTY));
            tools.add(create);
            column.add(dropZone());
        }
        if (rows.isEmpty()) {
            column.add(emptyState(seat));
        } else {
            column.add(Parts.div("sheet", grid));
        }
        summary.setText(rows.isEmpty() ? "Nothing here yet" : Words.count(rows.size(), "project"));
    }

    private DropZone dropZone() {
        DropZone drop = new DropZone(workspaceName());
        drop.setText(
                rows.isEmpty() ? "Bring your first project" : "Drop a folder or an archive here",
                "zip, tar, tar.gz, tar.bz2, tar.xz or tar.zst. Each upload is one commit.");
        drop.addPickedListener(picked -> askForName(drop, picked));
        drop.addUploadedListener(uploaded -> {
            if (uploaded.getLeftOut().isEmpty()) {
                open(uploaded.getProject(), Map.of());
            } else {
                tellLeftOut(uploaded);
                reload();
            }
        });
        return drop;
    }

    private void askForName(DropZone drop, DropZone.PickedEvent picked) {
        TextField name = nameField(picked.getSuggestedProject());
        name.setHelperText("An existing project of this name gets the files as its next commit");
        Paragraph what = new Paragraph(picked.getName() + ", "
                + (picked.isArchive() ? "" : Words.count(picked.getFiles(), "file") + ", ")
                + Words.size(picked.getBytes()));
        what.addClassName("t2");
        Ask ask = new Ask(
                "Upload to a project",
                "Upload",
                () -> {
                    ProjectName project = new ProjectName(name.getValue().strip());
                    seatFor(Permission.EDIT_PROJECT);
                    drop.send(project.value(), "Upload " + picked.getName());
                },
                what,
                name);
        ask.open();
    }

    private void tellLeftOut(DropZone.UploadedEvent uploaded) {
        String paths = String.join(
                ", ",
                uploaded.getLeftOut().stream()
                        .limit(5)
                        .map(left -> left.path() + " (" + left.reason() + ")")
                        .toList());
        notices.add(Notice.warning(
                uploaded.getProject() + " is stored.",
                Words.count(uploaded.getLeftOut().size(), "entry").replace("entrys", "entries") + " left out: " + paths
                        + (uploaded.getLeftOut().size() > 5 ? " and others." : "."),
                Parts.link(Navigation.workbench(workspaceName(), uploaded.getProject()), "Open the workbench")));
    }

    private Component emptyState(Seat seat) {
        Div inside = Parts.div(
                "in", new H2(seat.allows(Permission.EDIT_PROJECT) ? "Or start from here" : "No projects yet"));
        if (seat.allows(Permission.EDIT_PROJECT)) {
            inside.add(
                    Parts.text("t2", "Each of these is a project at once; change it in the workbench and press Build."),
                    Parts.div(
                            "choices",
                            choice(Start.HELLO_PYTHON, Glyph.TERMINAL, "A script that greets; Debian and Python"),
                            choice(Start.FLASK, Glyph.GLOBE, "A web application with requirements.txt"),
                            choice(Start.EMPTY, Glyph.FILE, "Only a Dockerfile, yours from the first line")));
        } else {
            inside.add(Parts.text("t2", "A developer of " + workspaceName() + " can bring one; you will see it here."));
        }
        return Parts.div("sheet empty", inside);
    }

    private NativeButton choice(Start start, Glyph glyph, String words) {
        NativeButton choice = new NativeButton();
        choice.addClassName("choice");
        choice.add(glyph.icon(), Parts.text("strong", start.words), Parts.text("small t2", words));
        choice.addClickListener(click -> askForProject(start));
        return choice;
    }

    private void askForProject(Start first) {
        TextField name = nameField(first.template);
        Select<Start> start = new Select<>();
        start.setLabel("Start with");
        start.setItems(Start.values());
        start.setItemLabelGenerator(value -> value.words);
        start.setValue(first);
        start.setWidthFull();
        Ask ask = new Ask(
                "New project",
                "Create project",
                () -> {
                    Seat seat = seatFor(Permission.EDIT_PROJECT);
                    Project project = projects.create(
                            seat,
                            new NewProject(
                                    new ProjectName(name.getValue().strip()),
                                    "",
                                    Optional.of(start.getValue().template).filter(template -> !template.isEmpty())));
                    if (start.getValue() == Start.EMPTY) {
                        firstDockerfile(seat, project);
                    }
                    open(project.name().value(), Map.of());
                },
                name,
                start);
        ask.open();
        name.focus();
    }

    private void firstDockerfile(Seat seat, Project project) {
        try (InputStream content = new ByteArrayInputStream(Start.FIRST_DOCKERFILE.getBytes(StandardCharsets.UTF_8))) {
            files.save(
                    project.id(),
                    FilePath.of(BuildRequest.DEFAULT_DOCKERFILE, limits),
                    content,
                    Expected.absent(),
                    Author.of(seat.caller().user()),
                    "Begin with a Dockerfile");
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read text from memory", e);
        }
    }

    private static TextField nameField(String value) {
        TextField name = new TextField("Name");
        name.setValue(value);
        name.setHelperText("Part of the address; a-z, 0-9, dots and dashes");
        name.setWidthFull();
        return name;
    }

    private void addColumns() {
        Grid.Column<Row> project =
                grid.addComponentColumn(this::nameCell).setHeader("Project").setFlexGrow(3);
        Grid.Column<Row> last = grid.addComponentColumn(this::lastBuildCell)
                .setHeader("Last build")
                .setFlexGrow(2);
        Grid.Column<Row> history = grid.addComponentColumn(ProjectsView::historyCell)
                .setHeader("Last 10")
                .setWidth("116px")
                .setFlexGrow(0);
        Grid.Column<Row> image = grid.addComponentColumn(ProjectsView::imageCell)
                .setHeader("Newest image")
                .setFlexGrow(2);
        Grid.Column<Row> changed =
                grid.addComponentColumn(this::changedCell).setHeader("Changed").setFlexGrow(1);
        Grid.Column<Row> actions = grid.addComponentColumn(this::actionsCell)
                .setHeader("")
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("160px")
                .setFlexGrow(0);
        Grid.Column<Row> narrowRow =
                grid.addComponentColumn(this::narrowCell).setHeader("Project").setFlexGrow(1);
        narrowRow.setVisible(false);
        Narrow.follow(grid, narrow -> {
            List.of(project, last, history, image, changed, actions).forEach(column -> column.setVisible(!narrow));
            narrowRow.setVisible(narrow);
        });
    }

    private Component nameCell(Row row) {
        Anchor link = Parts.link(address(row), row.name());
        link.addClassName("title");
        String description = row.project.description();
        return description.isBlank()
                ? Parts.div("cell2 single", link)
                : Parts.div("cell2", link, new Span(description));
    }

    private Component lastBuildCell(Row row) {
        Optional<Build> last = row.last();
        if (last.isEmpty()) {
            return Parts.text("t3", "never built");
        }
        Build build = last.get();
        Anchor link = Parts.link(
                Navigation.build(workspaceName(), build.number().value()),
                new StatusMark(BuildWords.mark(build)).named(),
                Parts.text("num", "#" + build.number() + lastBuildWords(build)));
        link.addClassNames("row", "plainlink");
        return link;
    }

    private static String lastBuildWords(Build build) {
        return switch (build.status()) {
            case RUNNING ->
                " running"
                        + BuildWords.time(build, Instant.now())
                                .map(time -> ", " + Words.buildTime(time))
                                .orElse("");
            case QUEUED -> " queued";
            case FAILED ->
                BuildWords.failedLine(build).map(line -> ", line " + line).orElse("");
            case SUCCEEDED ->
                build.warnings().isEmpty()
                        ? ""
                        : ", " + Words.count(build.warnings().size(), "warning");
            case CANCELLED -> " cancelled";
            case INTERRUPTED -> " interrupted";
        };
    }

    private static Component historyCell(Row row) {
        Span bars = Parts.span("hist");
        long longest = row.builds.stream().mapToLong(ProjectsView::millis).max().orElse(1);
        row.builds.reversed().forEach(build -> {
            Element bar = new Element("i");
            if (build.status() == BuildStatus.FAILED) {
                bar.getClassList().add("f");
            } else if (!build.status().isFinal()) {
                bar.getClassList().add("r");
            }
            bar.getStyle().set("height", Math.max(3, 20 * millis(build) / Math.max(1, longest)) + "px");
            bars.getElement().appendChild(bar);
        });
        bars.getElement().setAttribute("role", "img");
        bars.getElement()
                .setAttribute(
                        "aria-label",
                        row.builds.stream()
                                        .filter(build -> build.status() == BuildStatus.SUCCEEDED)
                                        .count() + " of the last " + row.builds.size() + " builds succeeded");
        bars.setVisible(!row.builds.isEmpty());
        return bars;
    }

    private static long millis(Build build) {
        return BuildWords.time(build, Instant.now()).map(Duration::toMillis).orElse(0L);
    }

    private static Component imageCell(Row row) {
        return row.builds.stream()
                .flatMap(build -> build.image().stream())
                .findFirst()
                .<Component>map(image -> {
                    String tag = image.tags().stream()
                            .findFirst()
                            .map(name -> name.substring(name.lastIndexOf(':') + 1))
                            .orElseGet(() -> Words.shortDigest(image.digest().toString()));
                    return Parts.span(
                            "row",
                            Parts.chip("tag mono", Glyph.TAG, tag),
                            Parts.text("t2 num", Words.size(image.size())));
                })
                .orElseGet(() -> Parts.text("t3", "none yet"));
    }

    private Component changedCell(Row row) {
        return row.change
                .<Component>map(change -> Parts.span(
                        "row t2",
                        Parts.avatar(change.author().name()),
                        Parts.time(
                                Words.ago(change.at(), Instant.now(), Zone.ofBrowser()),
                                change.at(),
                                Zone.ofBrowser())))
                .orElseGet(() -> Parts.text("t3", "empty"));
    }

    private Component actionsCell(Row row) {
        Span cell = Parts.span("row end");
        Seat seat = seat();
        if (seat.allows(Permission.BUILD)) {
            Button build = Parts.button(Glyph.PLAY, "Build");
            build.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.SMALL);
            build.setAriaLabel("Build " + row.name());
            build.addClickListener(click -> build(row));
            cell.add(build);
        }
        if (seat.allows(Permission.DELETE_PROJECT)) {
            Button more = Parts.iconButton(Glyph.MORE, "More for " + row.name());
            ContextMenu menu = new ContextMenu(more);
            menu.setOpenOnClick(true);
            menu.addItem("Open", click -> open(row.name(), Map.of()));
            menu.addItem(
                    "Builds",
                    click -> UI.getCurrent()
                            .navigate(Navigation.builds(workspaceName(), Map.of("project", row.name()))));
            menu.addSeparator();
            menu.addItem("Delete project", click -> askToDelete(row));
            cell.add(more);
        }
        return cell;
    }

    private Component narrowCell(Row row) {
        Div words = Parts.div("cell2 grow", Parts.text("title", row.name()));
        words.add(new Span(row.last()
                .map(build -> "#" + build.number() + lastBuildWords(build))
                .orElse("never built")));
        Div right = Parts.div("cell2 right", historyCell(row), new Span("\u00a0"));
        Anchor link = Parts.link(
                address(row),
                row.last()
                        .<Component>map(build -> new StatusMark(BuildWords.mark(build)).named())
                        .orElseGet(Glyph.FILE::icon),
                words,
                right);
        link.addClassNames("nrow", "plainlink");
        return link;
    }

    private String address(Row row) {
        return Navigation.workbench(workspaceName(), row.name());
    }

    private void build(Row row) {
        try {
            Seat seat = seatFor(Permission.BUILD);
            Build build = builds.submit(
                    seat,
                    row.project,
                    BuildRequest.builder()
                            .tags(BuildWords.defaultTags(row.project.name()))
                            .build());
            open(row.name(), Map.of(Navigation.BUILD, build.number().toString()));
        } catch (Refusal refusal) {
            notices.removeAll();
            notices.add(Notice.failed(row.name() + " was not built.", refusal.sentence()));
        }
    }

    private void askToDelete(Row row) {
        Ask.destructive(
                        "Delete project " + row.name(),
                        "Its files and their history go, for everybody. Images that were built from it stay, and so do their"
                                + " builds.",
                        "Delete " + row.name(),
                        () -> {
                            Seat seat = seatFor(Permission.DELETE_PROJECT);
                            projects.delete(seat, projects.find(seat.workspace().id(), row.name()));
                            reload();
                        })
                .open();
    }

    private void open(String project, Map<String, String> state) {
        UI.getCurrent().navigate(Navigation.workbench(workspaceName(), project, state));
    }

    private void load() {
        rows.clear();
        PageRequest request = new PageRequest(PageRequest.MAX_LIMIT, null);
        @Nullable String next;
        do {
            Page<Project> page = projects.list(seat().workspace().id(), request);
            page.items().forEach(project -> rows.add(row(project)));
            next = page.next();
            request = new PageRequest(PageRequest.MAX_LIMIT, next);
        } while (next != null);
        rows.sort((a, b) -> b.changedAt().compareTo(a.changedAt()));
        grid.getDataProvider().refreshAll();
    }

    private Row row(Project project) {
        return new Row(
                project,
                builds.list(
                                seat().workspace().id(),
                                BuildFilter.ofProject(project.name().value()),
                                new PageRequest(BUILDS_SHOWN, null))
                        .items(),
                files.history(project.id(), Optional.empty(), new PageRequest(1, null)).items().stream()
                        .findFirst());
    }

    private void refresh() {
        boolean wasEmpty = rows.isEmpty();
        load();
        if (wasEmpty != rows.isEmpty()) {
            build(seat());
        }
    }

    private void reload() {
        load();
        build(seat());
    }

    private void applyFilter() {
        String wanted = filter.getValue().strip().toLowerCase(Locale.ROOT);
        grid.getListDataView().setFilter(row -> row.name().contains(wanted));
    }

    private record Row(Project project, List<Build> builds, Optional<RevisionEntry> change) {

        String name() {
            return project.name().value();
        }

        Optional<Build> last() {
            return builds.stream().findFirst();
        }

        Instant changedAt() {
            return change.map(RevisionEntry::at).orElse(project.createdAt());
        }
    }

    /** What a new project begins with. */
    private enum Start {
        HELLO_PYTHON("hello-python", "Hello Python"),
        FLASK("flask", "Flask"),
        EMPTY("", "Empty Dockerfile");

        static final String FIRST_DOCKERFILE = "FROM debian:bookworm-slim\n";

        private final String template;
        private final String words;

        Start(String template, String words) {
            this.template = template;
            this.words = words;
        }
    }
}
