package dev.slipway.ui.shared;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.tabs.Tab;
import com.vaadin.flow.component.tabs.Tabs;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import dev.slipway.account.CurrentCaller;
import dev.slipway.build.Build;
import dev.slipway.build.BuildNews;
import dev.slipway.build.BuildStatus;
import dev.slipway.news.Subscription;
import dev.slipway.project.ProjectFiles;
import dev.slipway.project.ProjectLimits;
import dev.slipway.refusal.Refusal;
import dev.slipway.share.LinkWatch;
import dev.slipway.share.ShareLink;
import dev.slipway.share.ShareLinks;
import dev.slipway.share.SharedPart;
import dev.slipway.ui.Navigation;
import dev.slipway.ui.component.LogPane;
import dev.slipway.ui.component.LogTools;
import dev.slipway.ui.component.Logo;
import dev.slipway.ui.component.Waterline;
import dev.slipway.ui.kit.Beat;
import dev.slipway.ui.kit.BuildWords;
import dev.slipway.ui.kit.DockerfileText;
import dev.slipway.ui.kit.Mark;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.StatusMark;
import dev.slipway.ui.kit.Ticking;
import dev.slipway.ui.kit.Words;
import dev.slipway.ui.kit.Zone;
import dev.slipway.watch.Watch;
import dev.slipway.workspace.Workspaces;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A build for whoever has its link: the parts that were chosen, live, and nothing else. A link that was revoked takes the page
 * away where it is open; unknown, expired and revoked look alike.
 */
@Route(value = Navigation.SHARED_ROUTE, autoLayout = false)
@AnonymousAllowed
class SharedBuildView extends Main implements BeforeEnterObserver, HasDynamicTitle {

    private static final long serialVersionUID = 1L;

    private final transient ShareLinks links;
    private final transient LinkWatch watches;
    private final transient BuildNews news;
    private final transient ProjectFiles files;
    private final transient Workspaces workspaces;
    private final transient CurrentCaller callers;

    private final Span status = Parts.span("");
    private final Ticking time = new Ticking();
    private final DescriptionList facts = new DescriptionList();
    private final Waterline waterline = new Waterline();
    private final LogPane log = new LogPane();
    private final LogTools tools = new LogTools(log);
    private final DockerfileText source;
    private final PullPanel pull = new PullPanel();
    private final Div logBody = Parts.div("sharedlog", log);
    private final Map<Tab, Div> panels = new LinkedHashMap<>();
    private final Tabs tabs = new Tabs();

    private transient String key = "";
    private transient @Nullable ShareLink link;
    private transient @Nullable Build build;
    private transient @Nullable Watch watch;
    private transient @Nullable Subscription subscription;

    SharedBuildView(
            ShareLinks links,
            LinkWatch watches,
            BuildNews news,
            ProjectFiles files,
            ProjectLimits limits,
            Workspaces workspaces,
            CurrentCaller callers) {
        this.links = links;
        this.watches = watches;
        this.news = news;
        this.files = files;
        this.workspaces = workspaces;
        this.callers = callers;
        this.source = new DockerfileText(files, limits);
        addClassName("public");
        facts.addClassName("facts");
        tabs.addSelectedChangeListener(change -> showTab());
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        key = event.getRouteParameters().get(Navigation.KEY).orElse("");
        link = links.find(key).orElse(null);
        build = Optional.ofNullable(link).flatMap(links::build).orElse(null);
        if (link == null || build == null) {
            end();
            return;
        }
        layOut(link, build);
        update(link, build);
        showTab();
    }

    @Override
    public String getPageTitle() {
        if (link == null || build == null) {
            return "Not there · Slipway";
        }
        return SharedPageHead.title(link, build) + " · Slipway";
    }

    @Override
    protected void onAttach(AttachEvent event) {
        ShareLink shown = link;
        if (shown == null) {
            return;
        }
        UI ui = event.getUI();
        links.countOpening(shown);
        watch = watches.watch(shown, () -> endIn(ui));
        Beat beat = new Beat(ui, this::refresh);
        subscription = news.subscribe(shown.workspace(), shown.number(), changed -> beat.tick());
    }

    @Override
    protected void onDetach(DetachEvent event) {
        letGo();
    }

    private void letGo() {
        Optional.ofNullable(watch).ifPresent(Watch::close);
        Optional.ofNullable(subscription).ifPresent(Subscription::close);
        watch = null;
        subscription = null;
    }

    private void endIn(UI ui) {
        try {
            // A failing update goes to the session's error handler; there is nothing to wait for here.
            var _ = ui.access(this::end);
        } catch (UIDetachedException e) {
            // The page was closed meanwhile, which is just as well.
            return;
        }
    }

    /** One answer for all links that open nothing. */
    private void end() {
        letGo();
        log.close();
        link = null;
        build = null;
        removeAll();
        Div inside = Parts.div(
                "in",
                Parts.title("This link opens nothing"),
                new Paragraph("It may have expired or been revoked. Ask whoever sent it for a new one."));
        add(bar(Optional.empty()), Parts.div("empty", inside));
        getUI().ifPresent(ui -> ui.getPage().setTitle(getPageTitle()));
    }

    private void refresh() {
        ShareLink shown = link;
        if (shown == null) {
            return;
        }
        Optional<Build> now = links.build(shown);
        if (now.isEmpty()) {
            end();
            return;
        }
        build = now.get();
        update(shown, now.get());
        getUI().ifPresent(ui -> ui.getPage().setTitle(getPageTitle()));
    }

    private void layOut(ShareLink shown, Build about) {
        removeAll();
        tabs.removeAll();
        panels.clear();
        Div heading = Parts.div("row wrap titlerow", Parts.title(SharedPageHead.heading(shown, about)));
        Div head = Parts.div("pubhead", heading);
        if (shown.shows(SharedPart.SUMMARY)) {
            heading.add(status);
            head.add(facts);
        }
        head.add(waterline);
        Div body = Parts.div("sharedbody");
        if (shown.shows(SharedPart.LOG)) {
            panel("Log", logBody);
            log.open("/ws/shared/" + key + "/log");
            waterline.follow(log);
        }
        if (shown.shows(SharedPart.SOURCE)) {
            panel("Dockerfile", source);
            source.show(about);
            log.addLineListener(chosen -> showLine(chosen.getLine()));
        }
        if (shown.shows(SharedPart.PULL)) {
            panel("Pull", pull);
        }
        if (!panels.isEmpty()) {
            body.add(Parts.div("panelbar", tabs, Parts.filler(), tools));
            panels.values().forEach(body::add);
        }
        add(bar(Optional.of(shown)), head, body);
    }

    private void panel(String name, Div content) {
        Tab tab = new Tab(name);
        panels.put(tab, content);
        tabs.add(tab);
    }

    private void showLine(int line) {
        panels.forEach((tab, panel) -> {
            if (panel.equals(source)) {
                tabs.setSelectedTab(tab);
                source.showLine(line);
            }
        });
    }

    private void showTab() {
        panels.forEach((tab, panel) -> panel.setVisible(tab.equals(tabs.getSelectedTab())));
        tools.setVisible(logBody.isVisible() && panels.containsValue(logBody));
    }

    private Header bar(Optional<ShareLink> shown) {
        Anchor brand = Parts.link(Navigation.home(), new Logo(), new Span("Slipway"));
        brand.addClassName("brand");
        brand.setAriaLabel("Slipway, start");
        Header bar = new Header(brand, Parts.filler());
        bar.addClassName("appbar");
        ZoneId zone = Zone.ofBrowser();
        shown.ifPresent(made -> bar.add(Parts.text(
                "small t3 opt",
                "Shared by " + made.actor() + ", expires " + Words.when(made.expiresAt(), Instant.now(), zone))));
        if (callers.find().isEmpty()) {
            Anchor signIn = new Anchor(Navigation.login(), "Sign in");
            signIn.addClassName("buttonlink");
            bar.add(signIn);
        }
        return bar;
    }

    private void update(ShareLink shown, Build now) {
        waterline.setMark(BuildWords.mark(now.status()));
        waterline.setProgress((int) BuildWords.done(now), now.steps().size());
        workspaces
                .find(shown.workspace())
                .ifPresent(workspace -> pull.show(now, workspace.name().value(), key, shown.expiresAt()));
        if (shown.shows(SharedPart.SUMMARY)) {
            fillStatus(now);
            fillFacts(shown, now);
        }
    }

    private void fillStatus(Build now) {
        Mark mark = BuildWords.mark(now);
        status.removeAll();
        status.addClassNames("status");
        status.add(new StatusMark(mark), new Span(mark.word()), time);
        now.startedAt()
                .ifPresent(start -> now.endedAt()
                        .ifPresentOrElse(
                                end -> time.took(Duration.between(start, end)), () -> time.runningSince(start)));
    }

    private void fillFacts(ShareLink shown, Build now) {
        ZoneId zone = Zone.ofBrowser();
        Instant present = Instant.now();
        Instant begin = now.startedAt().orElse(now.queuedAt());
        facts.removeAll();
        subject(now).ifPresent(subject -> facts.add(Parts.fact("Change", subject)));
        facts.add(
                Parts.fact(
                        "Commit",
                        Parts.text("mono", Words.shortRevision(now.revision().value()))),
                Parts.fact("By", Parts.avatar(now.actorName()), new Span(now.actorName())),
                Parts.fact(
                        now.startedAt().isPresent() ? "Started" : "Queued",
                        Parts.time(Words.whenExactly(begin, present, zone), begin, zone)),
                Parts.fact("Steps", steps(now)));
        if (shown.shows(SharedPart.PULL)
                && now.image().isEmpty()
                && !now.status().isFinal()) {
            facts.add(Parts.fact(
                    "Image", new StatusMark(Mark.QUEUED), Parts.text("t2", "pull command appears when it succeeds")));
        }
        now.image().ifPresent(image -> facts.add(Parts.fact("Image", Words.size(image.size()))));
    }

    private static String steps(Build now) {
        long cached = BuildWords.cachedSteps(now);
        String all = Words.count(now.steps().size(), "step");
        String done = now.status() == BuildStatus.RUNNING ? BuildWords.done(now) + " of " + all + " done" : all;
        return cached == 0 ? done : done + ", " + cached + " from cache";
    }

    private Optional<String> subject(Build now) {
        try {
            return Optional.of(files.revision(now.project(), now.revision()).title());
        } catch (Refusal gone) {
            return Optional.empty();
        }
    }
}
