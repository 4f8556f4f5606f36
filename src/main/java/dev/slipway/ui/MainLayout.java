package dev.slipway.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.HasElement;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.contextmenu.ContextMenu;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.router.AfterNavigationEvent;
import com.vaadin.flow.router.AfterNavigationObserver;
import com.vaadin.flow.router.Layout;
import com.vaadin.flow.router.RouterLayout;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import com.vaadin.flow.spring.security.AuthenticationContext;
import dev.slipway.account.Caller;
import dev.slipway.account.CurrentCaller;
import dev.slipway.build.BuildFilter;
import dev.slipway.build.BuildNews;
import dev.slipway.build.BuildStatus;
import dev.slipway.build.Builds;
import dev.slipway.news.Subscription;
import dev.slipway.paging.PageRequest;
import dev.slipway.project.ProjectId;
import dev.slipway.project.Projects;
import dev.slipway.ui.component.Logo;
import dev.slipway.ui.component.Palette;
import dev.slipway.ui.kit.Ask;
import dev.slipway.ui.kit.Beat;
import dev.slipway.ui.kit.BuildWords;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.Mark;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.StatusMark;
import dev.slipway.watch.Watch;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.RightsWatch;
import dev.slipway.workspace.Seat;
import dev.slipway.workspace.Workspace;
import dev.slipway.workspace.WorkspaceId;
import dev.slipway.workspace.WorkspaceName;
import dev.slipway.workspace.Workspaces;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The bar above every screen of a signed-in person; in a narrow window the places move to the foot. */
@Layout
@AnonymousAllowed
class MainLayout extends Div implements RouterLayout, AfterNavigationObserver {

    private static final long serialVersionUID = 1L;
    private static final String CONTENT_ID = "content";

    private final transient CurrentCaller callers;
    private final transient Workspaces workspaces;
    private final transient Builds builds;
    private final transient BuildNews news;
    private final transient RightsWatch rights;
    private final transient Access access;
    private final transient AuthenticationContext authentication;
    private final transient Projects projects;
    private final transient PaletteSearch finder;
    private final transient EndedBuilds ended;
    private final Palette palette = new Palette();
    private final NativeButton search = new NativeButton();
    private transient Optional<Commands> commands = Optional.empty();

    private final Main content = new Main();
    private final Span slash = Parts.text("slash", "/");
    private final NativeButton switcher = new NativeButton();
    private final ContextMenu workspaceMenu = new ContextMenu(switcher);
    private final Span badge = Parts.span("chip run");
    private final Span badgeNumber = Parts.text("num", "");
    private final Map<Section, List<Anchor>> links = new EnumMap<>(Section.class);
    private final Div appNav = new Div();
    private final Nav narrowNav = new Nav();

    private transient @Nullable Seat seat;
    private transient @Nullable Subscription subscription;
    private transient @Nullable Watch watch;
    private @Nullable Notification roleChanged;

    MainLayout(
            CurrentCaller callers,
            Workspaces workspaces,
            Builds builds,
            BuildNews news,
            Projects projects,
            PaletteSearch finder,
            RightsWatch rights,
            Access access,
            AuthenticationContext authentication) {
        this.callers = callers;
        this.workspaces = workspaces;
        this.builds = builds;
        this.news = news;
        this.projects = projects;
        this.finder = finder;
        this.ended = new EndedBuilds(builds);
        this.rights = rights;
        this.access = access;
        this.authentication = authentication;
        addClassName("shell");
        content.setId(CONTENT_ID);
        content.addClassName("screen");
        palette.addOpenedListener(opened -> palette.setEntries(entries()));
        palette.addQueryListener(asked -> answer(asked.getQuery()));
        palette.addChosenListener(chosen -> run(chosen.getId()));
        add(bar(), content, narrowNav(), palette);
    }

    @Override
    public void showRouterLayoutContent(@Nullable HasElement view) {
        content.getElement().removeAllChildren();
        if (view != null) {
            content.getElement().appendChild(view.getElement());
        }
    }

    @Override
    public void removeRouterLayoutContent(HasElement view) {
        content.getElement().removeAllChildren();
    }

    @Override
    public void afterNavigation(AfterNavigationEvent event) {
        Optional<WorkspaceScreen> view = event.getActiveChain().stream()
                .filter(WorkspaceScreen.class::isInstance)
                .map(WorkspaceScreen.class::cast)
                .findFirst();
        commands = event.getActiveChain().stream()
                .filter(Commands.class::isInstance)
                .map(Commands.class::cast)
                .findFirst();
        show(
                view.flatMap(WorkspaceScreen::enteredSeat).orElse(null),
                view.map(WorkspaceScreen::section).orElse(null));
        // A screen reader starts at the page's heading; the first page keeps the browser's own start.
        content.getElement()
                .executeJs("const h = this.querySelector('h1[tabindex]');"
                        + " if (window.slipwayNavigated && h && !this.contains(document.activeElement)) h.focus({preventScroll: true});"
                        + " window.slipwayNavigated = true;");
    }

    private Header bar() {
        Anchor skip = new Anchor("#" + CONTENT_ID, "Skip to the content");
        skip.addClassName("skip");
        skip.setRouterIgnore(true);
        Anchor brand = Parts.link("", new Logo(), new Span("Slipway"));
        brand.addClassName("brand");
        brand.setAriaLabel("Slipway, start");
        Nav nav = new Nav(appNav);
        nav.setAriaLabel("Places");
        appNav.addClassName("appnav");
        nav.getStyle().set("align-self", "stretch").set("display", "flex");
        Header bar = new Header(skip, brand, slash, switcher(), nav, Parts.filler(), search(), account());
        bar.addClassName("appbar");
        return bar;
    }

    private NativeButton search() {
        search.addClassName("searchbox");
        search.add(Glyph.SEARCH.icon(), Parts.text("hint grow", "Search or run a command"));
        search.getElement().appendChild(new Element("kbd").setText("Ctrl K"));
        search.setAriaLabel("Search or run a command");
        search.getElement().setAttribute("aria-keyshortcuts", "Control+K");
        search.addClickListener(click -> palette.open());
        return search;
    }

    /** What the palette offers: the screen's own, the places of the workspace, its projects and its latest builds. */
    private List<Palette.Entry> entries() {
        List<Palette.Entry> entries = new ArrayList<>();
        commands.map(Commands::commands).ifPresent(entries::addAll);
        Seat entered = seat;
        if (entered == null) {
            return entries;
        }
        WorkspaceId workspace = entered.workspace().id();
        String name = entered.workspace().name().value();
        for (Section section : Section.values()) {
            entries.add(new Palette.Entry(
                    Destination.of(section.path(name)), "Places", icon(section.glyph()), section.word(), name, ""));
        }
        if (entered.caller().user().admin()) {
            entries.add(new Palette.Entry(
                    Destination.of(Navigation.installationAudit(Map.of())),
                    "Places",
                    icon(Glyph.HISTORY),
                    "Audit of the installation",
                    "",
                    ""));
        }
        Map<ProjectId, String> names = new HashMap<>();
        projects.list(workspace, new PageRequest(PageRequest.MAX_LIMIT, null))
                .items()
                .forEach(project -> {
                    String called = project.name().value();
                    names.put(project.id(), called);
                    entries.add(new Palette.Entry(
                            Destination.of(Navigation.workbench(name, called)),
                            "Projects",
                            icon(Glyph.FOLDER),
                            called,
                            "",
                            ""));
                });
        builds.list(workspace, BuildFilter.all(), new PageRequest(20, null))
                .items()
                .forEach(build -> {
                    String label = "#" + build.number() + " " + names.getOrDefault(build.project(), "");
                    entries.add(new Palette.Entry(
                            Destination.of(Navigation.build(name, build.number().value())),
                            "Builds",
                            "status-" + BuildWords.mark(build.status()).style(),
                            label.strip(),
                            build.status().word(),
                            ""));
                });
        return entries;
    }

    private void answer(String query) {
        Seat entered = seat;
        if (entered != null) {
            palette.setFound(query, finder.find(entered, query));
        }
    }

    private void run(String id) {
        Destination.address(id).ifPresentOrElse(MainLayout::go, () -> commands.ifPresent(screen -> screen.run(id)));
    }

    private static String icon(Glyph glyph) {
        return glyph.name().toLowerCase(Locale.ROOT);
    }

    private NativeButton switcher() {
        switcher.addClassName("workspace");
        switcher.getElement().setAttribute("aria-haspopup", "menu");
        workspaceMenu.setOpenOnClick(true);
        return switcher;
    }

    private NativeButton account() {
        NativeButton avatar = new NativeButton();
        avatar.addClassName("avatar");
        avatar.getElement().setAttribute("aria-haspopup", "menu");
        Optional<Caller> caller = callers.find();
        String name = caller.map(who -> who.user().displayName()).orElse("");
        avatar.setText(name.isEmpty() ? "" : Parts.initials(name));
        avatar.setAriaLabel("Account: " + name);
        ContextMenu menu = new ContextMenu(avatar);
        menu.setOpenOnClick(true);
        menu.addItem(name).setEnabled(false);
        menu.addSeparator();
        menu.addItem("Account", click -> go(Navigation.account()));
        if (caller.filter(who -> who.user().admin()).isPresent()) {
            menu.addItem("Audit of the installation", click -> go(Navigation.installationAudit(Map.of())));
        }
        menu.addItem("Sign out", click -> authentication.logout());
        return avatar;
    }

    private Nav narrowNav() {
        narrowNav.addClassName("narrownav");
        narrowNav.setAriaLabel("Places");
        badge.add(new StatusMark(Mark.RUN), badgeNumber);
        badge.setVisible(false);
        for (Section section : Section.values()) {
            Anchor wide = Parts.link("", new Span(section.word()));
            Anchor narrow = Parts.link("", section.glyph().icon(), new Span(section.word()));
            if (section == Section.BUILDS) {
                wide.add(badge);
            }
            appNav.add(wide);
            narrowNav.add(narrow);
            links.put(section, List.of(wide, narrow));
        }
        return narrowNav;
    }

    private void show(@Nullable Seat entered, @Nullable Section current) {
        seat = entered;
        boolean inside = entered != null;
        switcher.setVisible(inside);
        slash.setVisible(inside);
        appNav.setVisible(inside);
        narrowNav.setVisible(inside);
        search.setVisible(inside);
        unsubscribe();
        if (entered == null) {
            return;
        }
        Workspace workspace = entered.workspace();
        LastWorkspace.remember(workspace.name());
        switcher.removeAll();
        switcher.add(Parts.text("ell", workspace.name().value()), Glyph.UPDOWN.icon());
        switcher.setAriaLabel("Workspace " + workspace.name());
        links.forEach((section, anchors) -> anchors.forEach(anchor -> {
            anchor.setHref(section.path(workspace.name().value()));
            if (section == current) {
                anchor.getElement().setAttribute("aria-current", "page");
            } else {
                anchor.getElement().removeAttribute("aria-current");
            }
        }));
        fillWorkspaceMenu(entered);
        subscribe();
    }

    private void fillWorkspaceMenu(Seat entered) {
        workspaceMenu.removeAll();
        workspaces
                .list(entered.caller(), new PageRequest(PageRequest.MAX_LIMIT, null))
                .items()
                .forEach(membership -> {
                    String name = membership.workspace().name().value();
                    workspaceMenu.addItem(name, click -> go(Navigation.projects(name)));
                });
        workspaceMenu.addSeparator();
        workspaceMenu.addItem("New workspace", click -> askForWorkspace());
    }

    private void askForWorkspace() {
        TextField name = new TextField("Name");
        name.setHelperText("Part of every image's name; a-z, 0-9, dots and dashes");
        name.setWidthFull();
        new Ask(
                        "New workspace",
                        "Create workspace",
                        () -> {
                            Workspace made = workspaces.create(
                                    callers.get(),
                                    WorkspaceName.choose(name.getValue().strip()),
                                    "");
                            go(Navigation.projects(made.name().value()));
                        },
                        name)
                .open();
    }

    @Override
    protected void onAttach(AttachEvent event) {
        subscribe();
    }

    @Override
    protected void onDetach(DetachEvent event) {
        unsubscribe();
    }

    private void subscribe() {
        Seat entered = seat;
        Optional<UI> ui = getUI();
        if (entered == null || ui.isEmpty() || subscription != null) {
            return;
        }
        Beat beat = new Beat(ui.get(), this::tellNews);
        subscription = news.subscribe(entered.workspace().id(), changed -> {
            ended.hear(changed);
            beat.tick();
        });
        watch(ui.get(), entered, mightiest(entered));
        countRunning();
    }

    /** The page hears at once when the person may do less than it offers. */
    private void watch(UI ui, Seat entered, Permission needed) {
        watch = rights.watch(entered, needed, () -> {
            try {
                // A failing update goes to the session's error handler; there is nothing to wait for here.
                var _ = ui.access(() -> lost(ui, entered));
            } catch (UIDetachedException e) {
                // The page was closed meanwhile.
                return;
            }
        });
    }

    private void lost(UI ui, Seat entered) {
        if (!entered.equals(seat)) {
            return;
        }
        if (access.stillAllows(entered, Permission.VIEW)) {
            tellOfRole(ui, entered);
            watch(ui, entered, Permission.VIEW);
        } else {
            end(ui, entered);
        }
    }

    private void tellOfRole(UI ui, Seat entered) {
        Button reload = new Button("Show what I may do now");
        Notification told = new Notification();
        reload.addClickListener(click -> {
            told.close();
            ui.refreshCurrentRoute(false);
        });
        told.add(Parts.span(
                "row",
                Parts.plain(
                        "Your role in " + entered.workspace().name() + " was changed: you may do less than before."),
                reload));
        told.setPosition(Notification.Position.TOP_CENTER);
        told.setDuration(0);
        told.open();
        roleChanged = told;
    }

    /** Nothing of the workspace stays on a page whose person may not see it any more. */
    private void end(UI ui, Seat entered) {
        ui.getChildren()
                .filter(Dialog.class::isInstance)
                .map(Dialog.class::cast)
                .toList()
                .forEach(Dialog::close);
        show(null, null);
        boolean gone = workspaces.find(entered.workspace().id()).isEmpty();
        String name = entered.workspace().name().value();
        Div inside = Parts.div(
                "in",
                Parts.title(gone ? name + " was deleted" : "You can't see " + name + " any more"),
                new Paragraph(
                        gone
                                ? "An owner deleted the workspace, and this page with it. What was pushed to other registries"
                                        + " is still there."
                                : "An owner took you out, or your account was closed. What you saved and built is safe in"
                                        + " the workspace; an owner of it can let you in again."),
                Parts.link(Navigation.home(), "Go to your workspaces"));
        Div page = Parts.div("page", Parts.div("col", Parts.div("sheet empty", inside)));
        page.getElement().setAttribute("role", "alert");
        content.getElement().removeAllChildren();
        content.add(page);
        ui.getPage().setTitle((gone ? name + " was deleted" : "No access to " + name) + " · Slipway");
    }

    /** Loses its permission with the least change to the person's rights. */
    private static Permission mightiest(Seat entered) {
        return Arrays.stream(Permission.values())
                .filter(entered::allows)
                .max(Comparator.comparing(Permission::least))
                .orElse(Permission.VIEW);
    }

    private void unsubscribe() {
        if (subscription != null) {
            subscription.close();
            subscription = null;
        }
        if (watch != null) {
            watch.close();
            watch = null;
        }
        if (roleChanged != null) {
            roleChanged.close();
            roleChanged = null;
        }
    }

    private void tellNews() {
        countRunning();
        Seat entered = seat;
        if (entered != null) {
            ended.tell(entered);
        }
    }

    private void countRunning() {
        Seat entered = seat;
        if (entered == null) {
            return;
        }
        int running = builds.list(
                        entered.workspace().id(),
                        new BuildFilter(
                                Optional.empty(), Optional.of(BuildStatus.RUNNING), Optional.empty(), Optional.empty()),
                        new PageRequest(100, null))
                .items()
                .size();
        badge.setVisible(running > 0);
        Parts.setText(badgeNumber, Integer.toString(running));
        badge.getElement().setAttribute("aria-label", running + " running");
    }

    private static void go(String path) {
        UI.getCurrent().navigate(path);
    }

    /** The view that is shown, for tests. */
    Optional<Component> shown() {
        return content.getChildren().findFirst();
    }
}
