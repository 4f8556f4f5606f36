package dev.slipway.ui.builds;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.tabs.Tab;
import com.vaadin.flow.component.tabs.Tabs;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import dev.slipway.account.CurrentCaller;
import dev.slipway.build.Build;
import dev.slipway.build.BuildNews;
import dev.slipway.build.BuildNumber;
import dev.slipway.build.BuildStatus;
import dev.slipway.build.BuildStep;
import dev.slipway.build.Builds;
import dev.slipway.project.Project;
import dev.slipway.project.ProjectFiles;
import dev.slipway.project.ProjectLimits;
import dev.slipway.project.Projects;
import dev.slipway.refusal.Refusal;
import dev.slipway.share.ShareLinks;
import dev.slipway.ui.Navigation;
import dev.slipway.ui.Section;
import dev.slipway.ui.WorkspaceScreen;
import dev.slipway.ui.component.LogPane;
import dev.slipway.ui.component.LogTools;
import dev.slipway.ui.component.Timeline;
import dev.slipway.ui.kit.Beat;
import dev.slipway.ui.kit.BuildWords;
import dev.slipway.ui.kit.DockerfileText;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.ImageReady;
import dev.slipway.ui.kit.Mark;
import dev.slipway.ui.kit.Narrow;
import dev.slipway.ui.kit.Notice;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.Registry;
import dev.slipway.ui.kit.StatusMark;
import dev.slipway.ui.kit.StepName;
import dev.slipway.ui.kit.Ticking;
import dev.slipway.ui.kit.Words;
import dev.slipway.ui.kit.Zone;
import dev.slipway.ui.shared.ShareDialog;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import jakarta.annotation.security.PermitAll;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One build: facts, the image, its steps on a time axis and as a table, the log, and the Dockerfile as it was. */
@Route(Navigation.BUILD_ROUTE)
@PermitAll
class BuildView extends WorkspaceScreen {

    private static final long serialVersionUID = 1L;

    private static final String TAB = "tab";

    private final transient Builds builds;
    private final transient Projects projects;
    private final transient ProjectFiles files;
    private final transient ShareLinks links;

    private final Div column = Parts.div("col");
    private final Div answer = new Div();
    private final Span status = Parts.span("");
    private final Div actions = Parts.div("toolbar");
    private final DescriptionList facts = new DescriptionList();
    private final Div failure = new Div();
    private final ImageReady ready = new ImageReady();
    private final Span stepCount = Parts.text("count", "");
    private final Timeline timeline = new Timeline();
    private final Grid<BuildStep> steps = new Grid<>();
    private final LogPane log = new LogPane();
    private final Div logPanel = Parts.div("buildlog");
    private final DockerfileText source;
    private final Tab stepsTab = new Tab(new Span("Steps"), stepCount);
    private final Tab logTab = new Tab("Log");
    private final Tab sourceTab = new Tab("Source");
    private final Tabs tabs = new Tabs(stepsTab, logTab, sourceTab);
    private transient @Nullable Build build;
    private transient List<BuildStep> shownSteps = List.of();
    private transient Set<Integer> critical = Set.of();

    BuildView(
            CurrentCaller callers,
            Access access,
            Builds builds,
            Projects projects,
            ProjectFiles files,
            ProjectLimits limits,
            ShareLinks links,
            BuildNews news) {
        super(callers, access, Section.BUILDS);
        this.builds = builds;
        this.projects = projects;
        this.files = files;
        this.links = links;
        this.source = new DockerfileText(files, limits);
        addClassName("page");
        facts.addClassName("facts");
        add(column);
        addStepColumns();
        steps.addClassName("dense");
        steps.setAllRowsVisible(true);
        steps.setSelectionMode(Grid.SelectionMode.NONE);
        timeline.addChosenListener(chosen -> {
            tabs.setSelectedTab(logTab);
            log.showStep(chosen.getStep());
        });
        log.addLineListener(chosen -> openLine(chosen.getLine()));
        logPanel.add(Parts.div("panelbar", Parts.filler(), new LogTools(log)), log);
        tabs.addSelectedChangeListener(change -> {
            showTab();
            if (change.isFromClient()) {
                rememberTab();
            }
        });
        Beat.onNews(
                this,
                this::refresh,
                tick -> news.subscribe(seat().workspace().id(), shown().number(), changed -> tick.run()));
    }

    @Override
    protected void show(Seat seat, BeforeEnterEvent event) {
        BuildNumber number = event.getRouteParameters()
                .get(Navigation.BUILD)
                .flatMap(BuildNumber::find)
                .orElseThrow(Refusal::notFound);
        build = builds.find(seat.workspace().id(), number);
        layOut();
        update();
        tabs.setSelectedTab(
                switch (event.getLocation()
                        .getQueryParameters()
                        .getSingleParameter(TAB)
                        .orElse("")) {
                    case "log" -> logTab;
                    case "source" -> sourceTab;
                    // Who opens a failed build wants to read what the step said.
                    default -> shown().status().isFinal() && shown().status() != BuildStatus.FAILED ? stepsTab : logTab;
                });
        showTab();
        log.open("/ws/workspaces/" + workspaceName() + "/builds/" + number + "/log");
        log.setDownload("/api/v1/workspaces/" + workspaceName() + "/builds/" + number + "/log");
    }

    private void layOut() {
        column.removeAll();
        Build shown = shown();
        Nav crumbs = new Nav(
                Parts.link(Navigation.builds(workspaceName()), "Builds"),
                Parts.text("", "/"),
                Parts.link(
                        Navigation.workbench(
                                workspaceName(), shown.projectName().value()),
                        shown.projectName().value()));
        crumbs.addClassName("crumbs");
        crumbs.setAriaLabel("Where you are");
        Div title = Parts.div("row wrap titlerow", Parts.title("#" + shown.number() + "  " + subject(shown)), status);
        column.add(
                Parts.div("pagehead", Parts.div("grow", crumbs, title), actions),
                answer,
                facts,
                failure,
                ready,
                Parts.div("sheet", Parts.div("sheettabs", tabs), timeline, steps, logPanel, source));
    }

    /** What the commit says it does; the project's name when it is gone. */
    private String subject(Build shown) {
        try {
            return files.revision(shown.project(), shown.revision()).title();
        } catch (Refusal gone) {
            return shown.projectName().value();
        }
    }

    private void refresh() {
        build = builds.find(seat().workspace().id(), shown().number());
        update();
    }

    private void update() {
        Build shown = shown();
        setPageTitle(title(shown));
        status.removeAll();
        Mark mark = BuildWords.mark(shown);
        status.add(Parts.status(mark, mark == Mark.WARN ? "Succeeded with warnings" : mark.word()));
        fillActions(shown);
        fillFacts(shown);
        fillFailure(shown);
        shown.image().ifPresentOrElse(image -> ready.show(workspaceName(), image, Registry.ofBrowser()), ready::hide);
        stepCount.setText(Integer.toString(shown.steps().size()));
        if (!shownSteps.equals(shown.steps())) {
            shownSteps = shown.steps();
            critical = criticalPath(shownSteps);
            steps.setItems(shownSteps);
            timeline.setSteps(timelineSteps(shown));
        }
    }

    private void fillActions(Build shown) {
        actions.removeAll();
        Map<String, String> place = Map.of(Navigation.BUILD, shown.number().toString());
        Button open = Parts.button(Glyph.FILE, "Open in workbench");
        open.addClickListener(click -> UI.getCurrent()
                .navigate(Navigation.workbench(
                        workspaceName(), shown.projectName().value(), place)));
        actions.add(open);
        if (seat().allows(Permission.SHARE_BUILD)) {
            Button share = Parts.button(Glyph.LINK, "Share");
            share.addClickListener(
                    click -> new ShareDialog(() -> seatFor(Permission.SHARE_BUILD), links, shown()).open());
            actions.add(share);
        }
        if (!seat().allows(Permission.BUILD)) {
            return;
        }
        if (shown.status().isFinal()) {
            Button retry = Parts.button(Glyph.RETRY, "Retry");
            retry.addClickListener(click -> act(() -> {
                Seat seat = seatFor(Permission.BUILD);
                Project project =
                        projects.find(seat.workspace().id(), shown.projectName().value());
                Build next = builds.retry(seat, project, shown);
                UI.getCurrent()
                        .navigate(
                                Navigation.build(workspaceName(), next.number().value()));
            }));
            actions.add(retry);
        } else {
            Button cancel = Parts.button(Glyph.STOP, shown.cancelling() ? "Cancelling" : "Cancel");
            cancel.setEnabled(!shown.cancelling());
            cancel.addClickListener(click -> act(() -> {
                build = builds.cancel(seatFor(Permission.BUILD), shown);
                update();
            }));
            actions.add(cancel);
        }
    }

    private void act(Runnable action) {
        answer.removeAll();
        try {
            action.run();
        } catch (Refusal refusal) {
            answer.add(Notice.failed(refusal.sentence(), ""));
        }
    }

    private void fillFacts(Build shown) {
        ZoneId zone = Zone.ofBrowser();
        Instant now = Instant.now();
        facts.removeAll();
        Ticking time = new Ticking();
        shown.startedAt()
                .ifPresentOrElse(
                        start -> shown.endedAt()
                                .ifPresentOrElse(
                                        end -> time.took(Duration.between(start, end)), () -> time.runningSince(start)),
                        () -> time.setText(BuildWords.detail(shown)));
        facts.add(
                Parts.fact("Duration", time),
                shown.startedAt()
                        .map(start ->
                                Parts.fact("Started", Parts.time(Words.whenExactly(start, now, zone), start, zone)))
                        .orElseGet(() -> Parts.fact(
                                "Queued",
                                Parts.time(Words.whenExactly(shown.queuedAt(), now, zone), shown.queuedAt(), zone))),
                Parts.fact("By", Parts.avatar(shown.actorName()), new Span(shown.actorName())),
                Parts.fact(
                        "Commit",
                        Parts.text("mono", Words.shortRevision(shown.revision().value())),
                        Parts.text("t3", "main")),
                Parts.fact("Target", Parts.text("mono", shown.request().target().orElse("last stage"))));
        shown.image()
                .filter(image -> !image.platforms().isEmpty())
                .ifPresent(image -> facts.add(Parts.fact(
                        "Platform",
                        Parts.text(
                                "mono",
                                String.join(
                                        ", ",
                                        image.platforms().stream()
                                                .map(Object::toString)
                                                .toList())))));
        facts.add(
                Parts.fact(
                        "Cache",
                        BuildWords.cachedSteps(shown) + " of "
                                + Words.count(shown.steps().size(), "step")),
                Parts.fact(
                        "Warnings",
                        shown.warnings().isEmpty()
                                ? "none"
                                : Integer.toString(shown.warnings().size())));
        shown.retryOf()
                .ifPresent(first -> facts.add(Parts.fact(
                        "Retry of", Parts.link(Navigation.build(workspaceName(), first.value()), "#" + first))));
    }

    private void fillFailure(Build shown) {
        failure.removeAll();
        failure.setVisible(shown.status() == BuildStatus.FAILED || shown.status() == BuildStatus.INTERRUPTED);
        if (shown.status() == BuildStatus.FAILED) {
            Component[] links = BuildWords.failedLine(shown)
                    .map(line -> new Component[] {
                        Parts.link(lineAddress(line), shown.request().dockerfile() + ", line " + line)
                    })
                    .orElseGet(() -> new Component[0]);
            failure.add(Notice.failed(
                    BuildWords.failure(shown) + ".", BuildWords.reason(shown).orElse(""), links));
        } else if (shown.status() == BuildStatus.INTERRUPTED) {
            failure.add(Notice.warning(
                    "Slipway restarted during this build.",
                    "The commit and options are kept; Retry builds them again."));
        }
    }

    private String title(Build shown) {
        String project = shown.projectName().value();
        return switch (shown.status()) {
            case FAILED -> "Failed #" + shown.number() + " · " + project;
            case RUNNING ->
                BuildWords.done(shown) + "/" + shown.steps().size() + " · #" + shown.number() + " · " + project;
            default -> "#" + shown.number() + " " + shown.status().word() + " · " + project;
        };
    }

    // ---- steps ------------------------------------------------------------------------------------------------------

    private void addStepColumns() {
        Grid.Column<BuildStep> mark = steps.addComponentColumn(
                        step -> new StatusMark(BuildWords.mark(step.state())).named())
                .setHeader("")
                .setWidth("40px")
                .setFlexGrow(0);
        Grid.Column<BuildStep> stage = steps.addComponentColumn(
                        step -> Parts.text("t2 num", StepName.of(step.name()).where()))
                .setHeader("Stage")
                .setWidth("128px")
                .setFlexGrow(0);
        Grid.Column<BuildStep> instruction = steps.addComponentColumn(BuildView::instructionCell)
                .setHeader("Instruction")
                .setFlexGrow(4);
        Grid.Column<BuildStep> why = steps.addComponentColumn(BuildView::whyCell)
                .setHeader("Why it ran")
                .setFlexGrow(2);
        Grid.Column<BuildStep> time = steps.addComponentColumn(this::timeCell)
                .setHeader("Time")
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("176px")
                .setFlexGrow(0);
        Grid.Column<BuildStep> line = steps.addComponentColumn(this::lineCell)
                .setHeader("Line")
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("64px")
                .setFlexGrow(0);
        Grid.Column<BuildStep> narrowRow = steps.addComponentColumn(BuildView::narrowCell)
                .setHeader("Step")
                .setFlexGrow(1);
        narrowRow.setVisible(false);
        Narrow.follow(steps, narrow -> {
            List.of(mark, stage, instruction, why, time, line).forEach(column -> column.setVisible(!narrow));
            narrowRow.setVisible(narrow);
        });
    }

    private static Component instructionCell(BuildStep step) {
        StepName name = StepName.of(step.name());
        Span cell = Parts.span("mono ell", Parts.text("strong", name.instruction()), new Span(" " + name.rest()));
        cell.setTitle(step.name());
        return cell;
    }

    private static Component whyCell(BuildStep step) {
        return switch (step.state()) {
            case CACHED -> Parts.chip("cached", "cached");
            case FAILED ->
                Parts.chip(
                        "fail",
                        step.error().filter(words -> words.length() < 40).orElse("failed"));
            case CANCELLED -> Parts.text("t3", "cancelled");
            case STARTED, DONE -> Parts.text("t3", StepName.of(step.name()).isOfDockerfile() ? "ran" : "always runs");
        };
    }

    private Component timeCell(BuildStep step) {
        long longest = shownSteps.stream().mapToLong(BuildStep::ms).max().orElse(1);
        Div cell = Parts.div("timecell");
        if (critical.contains(step.number())) {
            cell.addClassName("crit");
        }
        if (step.state() == BuildStep.State.STARTED) {
            cell.addClassName("run");
        }
        Element bar = new Element("i");
        bar.getStyle().set("width", step.ms() == 0 ? "0" : Math.max(1, 100 * step.ms() / Math.max(1, longest)) + "%");
        cell.getElement().appendChild(bar);
        cell.add(Parts.text("num", Words.stepTime(Duration.ofMillis(step.ms()))));
        return cell;
    }

    private Component lineCell(BuildStep step) {
        return step.line()
                .<Component>map(line -> Parts.link(lineAddress(line), Integer.toString(line)))
                .orElseGet(Span::new);
    }

    private static Component narrowCell(BuildStep step) {
        StepName name = StepName.of(step.name());
        return Parts.div(
                "nrow",
                new StatusMark(BuildWords.mark(step.state())).named(),
                Parts.div(
                        "cell2 grow",
                        Parts.text("mono ell", name.label(200)),
                        new Span(name.where() + (step.state() == BuildStep.State.CACHED ? ", cached" : ""))),
                Parts.text("num", Words.stepTime(Duration.ofMillis(step.ms()))));
    }

    private static List<Timeline.Step> timelineSteps(Build shown) {
        Instant start = shown.startedAt().orElse(shown.queuedAt());
        Set<Integer> waitedFor = criticalPath(shown.steps());
        return shown.steps().stream()
                .map(step -> {
                    StepName name = StepName.of(step.name());
                    long begin = Math.max(
                            0, Duration.between(start, step.startedAt()).toMillis());
                    return new Timeline.Step(
                            step.number(),
                            name.lane(),
                            name.label(40),
                            BuildWords.mark(step.state()),
                            begin,
                            begin + step.ms(),
                            waitedFor.contains(step.number()));
                })
                .toList();
    }

    /** From the last step back: each time the step that ended last before the one after it began. */
    private static Set<Integer> criticalPath(List<BuildStep> steps) {
        Set<Integer> path = new HashSet<>();
        Optional<BuildStep> next = steps.stream().max(Comparator.comparing(BuildView::end));
        while (next.isPresent()) {
            BuildStep step = next.get();
            path.add(step.number());
            next = steps.stream()
                    .filter(before -> !path.contains(before.number()) && before.ms() > 0)
                    .filter(before -> !end(before).isAfter(step.startedAt().plusMillis(20)))
                    .max(Comparator.comparing(BuildView::end));
        }
        return path;
    }

    private static Instant end(BuildStep step) {
        return step.startedAt().plusMillis(step.ms());
    }

    // ---- source and tabs --------------------------------------------------------------------------------------------

    private void showTab() {
        timeline.setVisible(stepsTab.isSelected());
        steps.setVisible(stepsTab.isSelected());
        logPanel.setVisible(logTab.isSelected());
        source.setVisible(sourceTab.isSelected());
        if (sourceTab.isSelected()) {
            source.show(shown());
        }
    }

    private void rememberTab() {
        String tab = logTab.isSelected() ? "log" : sourceTab.isSelected() ? "source" : "steps";
        getUI().ifPresent(ui -> ui.getPage()
                .getHistory()
                .replaceState(
                        null, Navigation.build(workspaceName(), shown().number().value()) + "?" + TAB + "=" + tab));
    }

    private void openLine(int line) {
        UI.getCurrent().navigate(lineAddress(line));
    }

    private String lineAddress(int line) {
        Build shown = shown();
        return Navigation.workbench(
                workspaceName(),
                shown.projectName().value(),
                Map.of(
                        Navigation.BUILD, shown.number().toString(),
                        Navigation.FILE, shown.request().dockerfile(),
                        Navigation.LINE, Integer.toString(line)));
    }

    private Build shown() {
        if (build == null) {
            throw new IllegalStateException("No build is shown");
        }
        return build;
    }
}
