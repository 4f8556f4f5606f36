package dev.slipway.ui.workbench;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.KeyModifier;
import com.vaadin.flow.component.ShortcutEventListener;
import com.vaadin.flow.component.Shortcuts;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.splitlayout.SplitLayout;
import com.vaadin.flow.component.splitlayout.SplitLayout.Orientation;
import com.vaadin.flow.component.tabs.Tab;
import com.vaadin.flow.component.tabs.Tabs;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import dev.slipway.account.CurrentCaller;
import dev.slipway.build.Build;
import dev.slipway.build.BuildChanged;
import dev.slipway.build.BuildError;
import dev.slipway.build.BuildFilter;
import dev.slipway.build.BuildNews;
import dev.slipway.build.BuildNumber;
import dev.slipway.build.BuildRequest;
import dev.slipway.build.BuildStatus;
import dev.slipway.build.BuildStep;
import dev.slipway.build.Builds;
import dev.slipway.build.DockerfileAdvice;
import dev.slipway.build.DockerfileQuestion;
import dev.slipway.build.EngineCondition;
import dev.slipway.build.LineRange;
import dev.slipway.build.engine.ContextRules;
import dev.slipway.paging.PageRequest;
import dev.slipway.project.Author;
import dev.slipway.project.BlobId;
import dev.slipway.project.EntryKind;
import dev.slipway.project.Expected;
import dev.slipway.project.FilePath;
import dev.slipway.project.Project;
import dev.slipway.project.ProjectFiles;
import dev.slipway.project.ProjectLimits;
import dev.slipway.project.Projects;
import dev.slipway.project.Revision;
import dev.slipway.project.StoredFile;
import dev.slipway.project.TreeEntry;
import dev.slipway.refusal.Refusal;
import dev.slipway.share.ShareLinks;
import dev.slipway.ui.Commands;
import dev.slipway.ui.Navigation;
import dev.slipway.ui.Section;
import dev.slipway.ui.WorkspaceScreen;
import dev.slipway.ui.component.CodeEditor;
import dev.slipway.ui.component.LineNotes;
import dev.slipway.ui.component.Palette;
import dev.slipway.ui.kit.Ask;
import dev.slipway.ui.kit.Beat;
import dev.slipway.ui.kit.BuildWords;
import dev.slipway.ui.kit.Mark;
import dev.slipway.ui.kit.Notice;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.StepName;
import dev.slipway.ui.kit.Words;
import dev.slipway.ui.shared.ShareDialog;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import jakarta.annotation.security.PermitAll;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A project's files, the editor, the build's settings and its output. The address says which file, which build and which
 * line; a reload comes back to the same place, and a running build goes on where it was.
 */
@Route(Navigation.WORKBENCH_ROUTE)
@JsModule("./elements/regions.ts")
@PermitAll
class WorkbenchView extends WorkspaceScreen
        implements Commands, ProjectBar.Actions, FileTree.Actions, OutputPane.Actions {

    private static final long serialVersionUID = 1L;

    /** Larger files are for a real machine's editor; bytes. */
    private static final int MAX_EDITED = 1_000_000;

    /** The palette ranks in the browser; more would make it slow. */
    private static final int MAX_OFFERED_FILES = 5_000;

    private static final String ACTIONS = "Actions";
    private static final String OPEN = "open:";

    private final transient Projects projects;
    private final transient ProjectFiles files;
    private final transient ProjectLimits limits;
    private final transient Builds builds;
    private final transient EngineCondition engine;
    private final transient ShareLinks links;
    private final transient DockerfileAdvice advice;

    private final Set<String> dirty = new LinkedHashSet<>();
    private final Set<String> toSave = new LinkedHashSet<>();
    private final Map<String, String> bases = new HashMap<>();
    private final Div notices = Parts.div("wb-notices");

    private transient @Nullable Project project;
    private transient @Nullable Revision head;
    private transient List<TreeEntry> entries = List.of();
    private transient @Nullable Panes panes;
    private transient @Nullable TypingCheck typingCheck;
    private transient Optional<Build> build = Optional.empty();
    private transient Optional<Boolean> wantedBuild = Optional.empty();
    private String shownFile = "";
    private String dockerfile = BuildRequest.DEFAULT_DOCKERFILE;
    private @Nullable String marked;
    private @Nullable Tabs narrowTabs;

    WorkbenchView(
            CurrentCaller callers,
            Access access,
            Projects projects,
            ProjectFiles files,
            ProjectLimits limits,
            Builds builds,
            ShareLinks links,
            BuildNews news,
            EngineCondition engine,
            DockerfileAdvice advice) {
        super(callers, access, Section.PROJECTS);
        this.links = links;
        this.projects = projects;
        this.files = files;
        this.limits = limits;
        this.builds = builds;
        this.engine = engine;
        this.advice = advice;
        addClassName("wb");
        Beat.onNews(
                this,
                this::refreshBuild,
                tick -> news.subscribe(seat().workspace().id(), changed -> {
                    if (concerns(changed)) {
                        tick.run();
                    }
                }));
    }

    @Override
    protected void show(Seat seat, BeforeEnterEvent event) {
        String name = event.getRouteParameters().get(Navigation.PROJECT).orElseThrow(Refusal::notFound);
        Project found = projects.find(seat.workspace().id(), name);
        QueryParameters query = event.getLocation().getQueryParameters();
        Project before = project;
        if (before == null || !before.id().equals(found.id())) {
            project = found;
            layOut(seat, found);
            loadTree();
        }
        build = query.getSingleParameter(Navigation.BUILD)
                .map(number -> BuildNumber.find(number).flatMap(this::findBuild))
                .orElseGet(this::latestBuild);
        build.ifPresent(shown -> dockerfile = shown.request().dockerfile());
        showBuild();
        String wanted = query.getSingleParameter(Navigation.FILE).orElseGet(this::firstFile);
        int line = query.getSingleParameter(Navigation.LINE)
                .filter(text -> text.matches("[1-9][0-9]{0,6}"))
                .map(Integer::parseInt)
                .orElse(0);
        if (!wanted.isEmpty() && (!wanted.equals(shownFile) || line > 0)) {
            show(wanted, line);
        }
        setPageTitle(title());
    }

    // ---- layout -----------------------------------------------------------------------------------------------------

    private void layOut(Seat seat, Project shown) {
        removeAll();
        typingCheck = null;
        dirty.clear();
        bases.clear();
        shownFile = "";
        boolean mayEdit = seat.allows(Permission.EDIT_PROJECT);
        boolean mayBuild = seat.allows(Permission.BUILD);
        ProjectBar bar = new ProjectBar(shown.name().value(), this, mayBuild);
        FileTree tree = new FileTree(this, mayEdit);
        CodeEditor editor = new CodeEditor(workspaceName() + "/" + shown.name());
        OutputPane output = new OutputPane(this, mayBuild);
        SettingsPane settings = new SettingsPane(BuildWords.defaultTags(shown.name()), engine, this::toggleSettings);
        SidePanes sides = new SidePanes(tree, settings, bar, editor::focus, mayBuild);
        panes = new Panes(bar, tree, editor, output, settings, sides);
        listen(editor);
        editor.notes().follow(output.log());
        bar.follow(output.log());
        output.log().addBuildStateListener(ended -> refreshBuild());

        Div edit = Parts.div("pane wb-editor", notices, editor);
        SplitLayout work = split(edit, output, Orientation.VERTICAL, 56);
        work.addClassName("wb-work");
        SplitLayout middle = split(work, settings, Orientation.HORIZONTAL, 0);
        middle.addClassName("wb-middle");
        SplitLayout outer = split(tree, middle, Orientation.HORIZONTAL, 0);
        outer.addClassName("wb-outer");
        editor.getElement().setAttribute("data-start", "");
        List.of(bar, tree, edit, output, settings)
                .forEach(region -> region.getElement().setAttribute("data-region", ""));
        add(bar, paneTabs(mayBuild), outer);
        getElement().setAttribute("data-pane", "editor");
        addShortcuts(tree, output, settings, bar);
        sides.follow(outer);
    }

    private static SplitLayout split(Component first, Component second, Orientation orientation, double position) {
        SplitLayout split = new SplitLayout(first, second, orientation);
        split.addThemeNames("small");
        if (position > 0) {
            split.setSplitterPosition(position);
        }
        return split;
    }

    /** In a narrow window there is one pane at a time; the style sheet shows these tabs only there. */
    private Div paneTabs(boolean mayBuild) {
        Tab filesTab = new Tab("Files");
        Tab editorTab = new Tab("Editor");
        Tab outputTab = new Tab("Output");
        Tab settingsTab = new Tab("Settings");
        Tabs tabs = new Tabs(filesTab, editorTab, outputTab);
        if (mayBuild) {
            tabs.add(settingsTab);
        }
        tabs.setSelectedTab(editorTab);
        tabs.addSelectedChangeListener(change -> {
            String pane = change.getSelectedTab().getLabel().toLowerCase(Locale.ROOT);
            getElement().setAttribute("data-pane", pane);
        });
        narrowTabs = tabs;
        return Parts.div("wbtabs", tabs);
    }

    private void showPane(int index) {
        if (narrowTabs != null) {
            narrowTabs.setSelectedIndex(index);
        }
    }

    private void addShortcuts(FileTree tree, OutputPane output, SettingsPane settings, ProjectBar bar) {
        // In the editor its own keys hold; here they hold for all other panes.
        Component[] others = {tree, output, settings, bar};
        keys(event -> build(false), others, Key.ENTER, KeyModifier.CONTROL);
        keys(event -> build(true), others, Key.ENTER, KeyModifier.CONTROL, KeyModifier.SHIFT);
        keys(event -> panes().editor().saveAll(), others, Key.KEY_S, KeyModifier.CONTROL);
        keys(event -> cancel(), others, Key.PERIOD, KeyModifier.CONTROL);
    }

    private void keys(ShortcutEventListener action, Component[] where, Key key, KeyModifier... modifiers) {
        Shortcuts.addShortcutListener(this, action, key, modifiers)
                .listenOn(where)
                .setBrowserDefaultAllowed(false);
    }

    private void toggleSettings() {
        panes().sides().toggleSettings();
    }

    private Panes panes() {
        if (panes == null) {
            throw new IllegalStateException("Nothing is shown yet");
        }
        return panes;
    }

    private Project project() {
        if (project == null) {
            throw new IllegalStateException("No project is open");
        }
        return project;
    }

    private Revision head() {
        if (head == null) {
            throw new IllegalStateException("No revision is open");
        }
        return head;
    }

    // ---- files ------------------------------------------------------------------------------------------------------

    private void listen(CodeEditor editor) {
        if (!seat().allows(Permission.EDIT_PROJECT)) {
            editor.setReadOnly("Viewers read; a developer of this workspace can edit.");
        }
        editor.addSaveListener(this::save);
        editor.addBuildListener(wanted -> build(wanted.isWithoutCache()));
        editor.addShownListener(shown -> {
            shownFile = shown.getPath();
            panes().tree().select(shownFile);
            rememberAddress();
            if (shownFile.equals(dockerfile) && !dirty.contains(dockerfile)) {
                text(dockerfile).ifPresent(this::check);
            }
        });
        editor.addClosedListener(closed -> {
            bases.remove(closed.getPath());
            setDirty(closed.getPath(), false);
        });
        editor.addDirtyListener(changed -> setDirty(changed.getPath(), changed.isDirty()));
        editor.addProblemsListener(changed -> panes().output().showProblems(changed.getProblems()));
        editor.addRestedListener(rested -> {
            if (rested.getPath().equals(dockerfile)) {
                panes().settings().show(DockerfileOptions.of(rested.getText()));
                check(rested.getText());
            }
        });
        editor.addSettingsToggleListener(toggled -> toggleSettings());
    }

    /** Has BuildKit look at a text, saved or not; its findings come as markers and in the tab Problems. */
    private void check(String text) {
        if (seat().allows(Permission.BUILD) && text.length() <= DockerfileQuestion.MAX_CONTENT) {
            TypingCheck check = typingCheck;
            if (check == null) {
                check = new TypingCheck(
                        advice, getUI().orElseThrow(), seatFor(Permission.BUILD), project(), this::showAnswer);
                typingCheck = check;
            }
            check.ask(new DockerfileQuestion(dockerfile, Optional.of(text), Optional.empty(), Map.of()));
        }
    }

    private void showAnswer(TypingCheck.Answer answer) {
        DockerfileQuestion question = answer.question();
        if (question.dockerfile().equals(dockerfile)) {
            panes().editor().setProblems(dockerfile, answer.problems());
            answer.outline()
                    .ifPresent(outline -> panes().settings()
                            .show(DockerfileOptions.of(question.content().orElse(""))
                                    .with(outline)));
        }
    }

    private void loadTree() {
        head = files.head(project().id());
        entries = files.tree(project().id(), head());
        if (entries.stream().noneMatch(entry -> entry.path().equals(dockerfile))) {
            dockerfile = entries.stream()
                    .map(TreeEntry::path)
                    .filter(path -> FileTree.isDockerfile(path.substring(path.lastIndexOf('/') + 1)))
                    .findFirst()
                    .orElse(BuildRequest.DEFAULT_DOCKERFILE);
        }
        panes().tree().show(entries, ignoreRules()::leavesOut);
        text(dockerfile).ifPresent(text -> panes().settings().show(DockerfileOptions.of(text)));
        showSaved();
    }

    /** BuildKit prefers the file that is named after the Dockerfile. */
    private ContextRules ignoreRules() {
        return text(dockerfile + ".dockerignore")
                .or(() -> text(".dockerignore"))
                .map(ContextRules::of)
                .orElse(ContextRules.EVERYTHING);
    }

    private Optional<String> text(String path) {
        return entries.stream()
                .filter(entry -> entry.path().equals(path) && entry.kind() != EntryKind.LINK)
                .filter(entry -> entry.size() <= MAX_EDITED)
                .findFirst()
                .flatMap(entry -> decode(read(path)));
    }

    private byte[] read(String path) {
        StoredFile file = files.read(project().id(), head(), FilePath.of(path, limits));
        try (InputStream content = file.open()) {
            return content.readNBytes(MAX_EDITED + 1);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + path, e);
        }
    }

    private static Optional<String> decode(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.indexOf('\0') < 0 ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    private String firstFile() {
        return entries.stream()
                .map(TreeEntry::path)
                .filter(dockerfile::equals)
                .findFirst()
                .or(() -> entries.stream().map(TreeEntry::path).findFirst())
                .orElse("");
    }

    @Override
    public void open(String path) {
        show(path, 0);
        showPane(1);
    }

    @Override
    public void show(String path, int line) {
        if (!bases.containsKey(path) && !openInEditor(path)) {
            return;
        }
        shownFile = path;
        panes().editor().show(path, line);
        panes().tree().select(path);
        rememberAddress();
    }

    private boolean openInEditor(String path) {
        Optional<TreeEntry> entry =
                entries.stream().filter(found -> found.path().equals(path)).findFirst();
        if (entry.isEmpty()) {
            tell(Notice.warning(path + " is not in this project.", "It was renamed or deleted, or never there."));
            return false;
        }
        Optional<String> text = entry.get().size() <= MAX_EDITED ? decode(read(path)) : Optional.empty();
        if (text.isEmpty()) {
            tell(Notice.warning(
                    path + " can't be edited here.",
                    entry.get().size() > MAX_EDITED
                            ? "It has " + Words.size(entry.get().size()) + "; the editor takes up to "
                                    + Words.size(MAX_EDITED) + "."
                            : "It is not text. It is part of the build context as it is."));
            return false;
        }
        String blob = entry.get().blob().value();
        bases.put(path, blob);
        panes().editor().open(CodeEditor.OpenFile.of(path, text.get(), blob));
        return true;
    }

    private void save(CodeEditor.SaveEvent event) {
        String path = event.getPath();
        try {
            Seat seat = seatFor(Permission.EDIT_PROJECT);
            String base = event.getBase();
            store(
                    seat,
                    path,
                    event.getText(),
                    base.isEmpty() ? Expected.absent() : Expected.blob(new BlobId(base)),
                    event.getVersion());
        } catch (Refusal refusal) {
            giveUpBuild();
            if (refusal.kind() == Refusal.Kind.PRECONDITION_FAILED) {
                tellConflict(event);
            } else {
                tell(Notice.failed(
                        path + " is not saved.", refusal.sentence() + " The draft is kept in this browser."));
            }
        }
    }

    private void store(Seat seat, String path, String text, Expected expected, long version) {
        Revision saved = put(seat, path, text, expected, "Edit " + path);
        String blob = files.read(project().id(), saved, FilePath.of(path, limits))
                .entry()
                .blob()
                .value();
        bases.put(path, blob);
        panes().editor().saved(path, blob, version);
        dirty.remove(path);
        panes().tree().setDirty(path, false);
        loadTree();
        toSave.remove(path);
        buildWhenSaved();
    }

    private Revision put(Seat seat, String path, String text, Expected expected, String message) {
        try (InputStream content = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))) {
            return files.save(
                    project().id(),
                    FilePath.of(path, limits),
                    content,
                    expected,
                    Author.of(seat.caller().user()),
                    message);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read text from memory", e);
        }
    }

    private void tellConflict(CodeEditor.SaveEvent event) {
        String path = event.getPath();
        loadTree();
        Optional<TreeEntry> theirs =
                entries.stream().filter(entry -> entry.path().equals(path)).findFirst();
        NativeButton compare = linkButton("Compare");
        compare.addClickListener(
                click -> text(path).ifPresent(stored -> panes().editor().compare(path, stored)));
        NativeButton mine = linkButton("Keep yours");
        NativeButton their = linkButton("Keep theirs");
        Notice notice = Notice.warning(
                theirs.isPresent()
                        ? "Somebody saved " + path + " meanwhile."
                        : "Somebody deleted " + path + " meanwhile.",
                "Your draft is kept.",
                compare,
                mine,
                their);
        mine.addClickListener(click -> {
            notices.remove(notice);
            Expected now =
                    theirs.<Expected>map(entry -> Expected.blob(entry.blob())).orElseGet(Expected::absent);
            try {
                store(seatFor(Permission.EDIT_PROJECT), path, event.getText(), now, event.getVersion());
            } catch (Refusal refusal) {
                tell(Notice.failed(path + " is not saved.", refusal.sentence()));
            }
        });
        their.addClickListener(click -> {
            notices.remove(notice);
            if (theirs.isPresent()) {
                text(path).ifPresent(stored -> {
                    String blob = theirs.get().blob().value();
                    bases.put(path, blob);
                    panes().editor().replace(CodeEditor.OpenFile.of(path, stored, blob));
                });
            } else {
                bases.remove(path);
                panes().editor().close(path, true);
            }
            setDirty(path, false);
        });
        tell(notice);
    }

    private static NativeButton linkButton(String words) {
        NativeButton button = new NativeButton(words);
        button.addClassName("linkbtn");
        return button;
    }

    private void setDirty(String path, boolean unsaved) {
        if (unsaved) {
            dirty.add(path);
        } else {
            dirty.remove(path);
        }
        panes().tree().setDirty(path, unsaved);
        showSaved();
    }

    private void showSaved() {
        panes().bar().showSaved(files.revision(project().id(), head()), dirty);
    }

    @Override
    public void create(String folder) {
        TextField name = pathField(folder);
        new Ask(
                        "New file",
                        "Create file",
                        () -> {
                            String path = name.getValue().strip();
                            change(seat -> put(seat, path, "", Expected.absent(), "Add " + path));
                            open(path);
                        },
                        name)
                .open();
        name.focus();
    }

    @Override
    public void rename(String path) {
        TextField name = pathField(path);
        new Ask(
                        "Rename " + path,
                        "Rename file",
                        () -> {
                            String to = name.getValue().strip();
                            change(seat -> files.move(
                                    project().id(),
                                    FilePath.of(path, limits),
                                    FilePath.of(to, limits),
                                    Author.of(seat.caller().user()),
                                    "Rename " + path + " to " + to));
                            if (bases.containsKey(path)) {
                                bases.put(to, bases.getOrDefault(path, ""));
                                bases.remove(path);
                                panes().editor().rename(path, to);
                            }
                            if (dirty.remove(path)) {
                                setDirty(to, true);
                            }
                        },
                        name)
                .open();
        name.focus();
    }

    @Override
    public void delete(String path) {
        Ask.destructive(
                        "Delete " + path,
                        "Older revisions and the images built from them still have it.",
                        "Delete file",
                        () -> {
                            change(seat -> files.delete(
                                    project().id(),
                                    FilePath.of(path, limits),
                                    Expected.anything(),
                                    Author.of(seat.caller().user()),
                                    "Delete " + path));
                            bases.remove(path);
                            panes().editor().close(path, true);
                            setDirty(path, false);
                        })
                .open();
    }

    private static TextField pathField(String value) {
        TextField path = new TextField("Path");
        path.setValue(value);
        path.setHelperText("From the project's top, for instance src/app.py");
        path.setWidthFull();
        path.addClassName("mono-field");
        return path;
    }

    private void change(Consumer<Seat> change) {
        change.accept(seatFor(Permission.EDIT_PROJECT));
        loadTree();
    }

    private void tell(Notice notice) {
        notices.removeAll();
        NativeButton close = linkButton("Close");
        close.addClickListener(click -> notices.remove(notice));
        notice.add(close);
        notices.add(notice);
    }

    // ---- palette ----------------------------------------------------------------------------------------------------

    @Override
    public List<Palette.Entry> commands() {
        List<Palette.Entry> offered = new ArrayList<>();
        if (seat().allows(Permission.BUILD)) {
            offered.add(new Palette.Entry("build", ACTIONS, "play", "Build", "", "Ctrl Enter"));
            offered.add(
                    new Palette.Entry("build-anew", ACTIONS, "play", "Build without cache", "", "Ctrl Shift Enter"));
            if (build.filter(shown -> !shown.status().isFinal()).isPresent()) {
                offered.add(new Palette.Entry("cancel", ACTIONS, "stop", "Cancel the build", "", "Ctrl ."));
            }
            offered.add(new Palette.Entry("settings", ACTIONS, "split", "Show or hide the build settings", "", ""));
        }
        if (seat().allows(Permission.EDIT_PROJECT)) {
            offered.add(new Palette.Entry("save", ACTIONS, "check", "Save all files", "", "Ctrl S"));
            offered.add(new Palette.Entry("new-file", ACTIONS, "plus", "New file", "", ""));
        }
        entries.stream()
                .filter(entry -> entry.kind() != EntryKind.LINK)
                .limit(MAX_OFFERED_FILES)
                .map(TreeEntry::path)
                .forEach(path -> offered.add(new Palette.Entry(
                        OPEN + path, "Files", path.equals(dockerfile) ? "dockerfile" : "file", path, "", "")));
        return offered;
    }

    @Override
    public void run(String id) {
        switch (id) {
            case "build" -> build(false);
            case "build-anew" -> build(true);
            case "cancel" -> cancel();
            case "settings" -> toggleSettings();
            case "save" -> panes().editor().saveAll();
            case "new-file" -> create("");
            default -> {
                if (id.startsWith(OPEN)) {
                    open(id.substring(OPEN.length()));
                }
            }
        }
    }

    // ---- builds -----------------------------------------------------------------------------------------------------

    @Override
    public void build(boolean withoutCache) {
        if (!seat().allows(Permission.BUILD)) {
            return;
        }
        wantedBuild = Optional.of(withoutCache);
        toSave.clear();
        toSave.addAll(dirty);
        if (toSave.isEmpty()) {
            buildWhenSaved();
        } else {
            panes().editor().saveAll();
        }
    }

    private void buildWhenSaved() {
        if (wantedBuild.isEmpty() || !toSave.isEmpty()) {
            return;
        }
        boolean withoutCache = wantedBuild.get();
        giveUpBuild();
        notices.removeAll();
        try {
            BuildRequest.Builder request =
                    panes().settings().request(dockerfile).revision(head());
            if (withoutCache) {
                request.noCache(true);
            }
            follow(builds.submit(seatFor(Permission.BUILD), project(), request.build()));
        } catch (Refusal refusal) {
            tell(Notice.failed("Nothing was built.", refusal.sentence()));
        }
    }

    private void giveUpBuild() {
        wantedBuild = Optional.empty();
        toSave.clear();
    }

    @Override
    public void cancel() {
        build.filter(shown -> !shown.status().isFinal()).ifPresent(running -> {
            try {
                build = Optional.of(builds.cancel(seatFor(Permission.BUILD), running));
                showBuild();
            } catch (Refusal refusal) {
                tell(Notice.failed("The build goes on.", refusal.sentence()));
            }
        });
    }

    @Override
    public void retry() {
        build.ifPresent(ended -> {
            try {
                follow(builds.retry(seatFor(Permission.BUILD), project(), ended));
            } catch (Refusal refusal) {
                tell(Notice.failed("Nothing was built.", refusal.sentence()));
            }
        });
    }

    @Override
    public void showLine(int line) {
        show(dockerfile, line);
        showPane(1);
    }

    private void follow(Build started) {
        build = Optional.of(started);
        panes().output().showLog();
        showPane(2);
        showBuild();
        rememberAddress();
    }

    private boolean concerns(BuildChanged changed) {
        return build.filter(shown -> shown.number().equals(changed.number())).isPresent();
    }

    @Override
    public void share() {
        build.ifPresent(shown -> new ShareDialog(() -> seatFor(Permission.SHARE_BUILD), links, shown).open());
    }

    private void refreshBuild() {
        build = build.map(Build::number).flatMap(this::findBuild);
        showBuild();
    }

    private Optional<Build> findBuild(BuildNumber number) {
        try {
            return Optional.of(builds.find(seat().workspace().id(), number))
                    .filter(found -> found.project().equals(project().id()));
        } catch (Refusal gone) {
            return Optional.empty();
        }
    }

    private Optional<Build> latestBuild() {
        return builds
                .list(
                        seat().workspace().id(),
                        BuildFilter.ofProject(project().name().value()),
                        new PageRequest(1, null))
                .items()
                .stream()
                .findFirst();
    }

    private void showBuild() {
        Panes shown = panes();
        shown.bar().showBuild(workspaceName(), build);
        shown.output().show(workspaceName(), build, dockerfile);
        shown.editor().notes().setFile(dockerfile);
        shown.editor()
                .notes()
                .setSource(build.map(one -> "build #" + one.number()).orElse(""));
        shown.editor()
                .notes()
                .setNotes(build.map(Build::steps).orElse(List.of()).stream()
                        .filter(step -> step.line().isPresent()
                                && StepName.of(step.name()).isOfDockerfile())
                        .map(step -> note(step, build))
                        .toList());
        markFailure();
        setPageTitle(title());
    }

    private static LineNotes.Note note(BuildStep step, Optional<Build> build) {
        boolean failed = step.state() == BuildStep.State.FAILED;
        String word = failed
                ? build.flatMap(Build::error)
                        .flatMap(BuildError::exitCode)
                        .map(code -> "exit " + code)
                        .orElse("failed")
                : null;
        Mark mark = BuildWords.mark(step.state());
        return new LineNotes.Note(
                step.line().orElseThrow(), mark, mark == Mark.CACHED ? null : Long.valueOf(step.ms()), null, word);
    }

    /** The failed lines are marked while the stored Dockerfile is still the one that failed. */
    private void markFailure() {
        Optional<Build> failed = build.filter(one -> one.status() == BuildStatus.FAILED)
                .filter(one ->
                        one.error().filter(error -> !error.ranges().isEmpty()).isPresent())
                .filter(this::hasItsDockerfile);
        String now = failed.map(one -> one.number() + "/" + dockerfile).orElse("");
        if (now.equals(marked)) {
            return;
        }
        marked = now;
        panes().editor().clearFailed();
        failed.flatMap(Build::error).ifPresent(error -> {
            LineRange range = error.ranges().getFirst();
            panes().editor().markFailed(dockerfile, range.startLine(), range.endLine(), error.message());
        });
    }

    private boolean hasItsDockerfile(Build one) {
        return one.revision().equals(head())
                || blobOf(dockerfile, one.revision())
                        .equals(entries.stream()
                                .filter(entry -> entry.path().equals(dockerfile))
                                .map(TreeEntry::blob)
                                .findFirst());
    }

    private Optional<BlobId> blobOf(String path, Revision revision) {
        try {
            return Optional.of(files.read(project().id(), revision, FilePath.of(path, limits))
                    .entry()
                    .blob());
        } catch (Refusal gone) {
            return Optional.empty();
        }
    }

    private String title() {
        String name = project().name().value();
        return build.map(one -> switch (one.status()) {
                    case QUEUED -> "#" + one.number() + " queued · " + name;
                    case RUNNING ->
                        BuildWords.done(one) + "/" + one.steps().size() + " · #" + one.number() + " · " + name;
                    case FAILED -> "Failed #" + one.number() + " · " + name;
                    case SUCCEEDED, CANCELLED, INTERRUPTED ->
                        "#" + one.number() + " " + one.status().word() + " · " + name;
                })
                .orElse(name + " · " + workspaceName());
    }

    private void rememberAddress() {
        Map<String, String> state = new LinkedHashMap<>();
        if (!shownFile.isEmpty()) {
            state.put(Navigation.FILE, shownFile);
        }
        build.ifPresent(shown -> state.put(Navigation.BUILD, shown.number().toString()));
        getUI().ifPresent(ui -> ui.getPage()
                .getHistory()
                .replaceState(
                        null,
                        Navigation.workbench(workspaceName(), project().name().value(), state)));
    }

    /** All panes of one project. */
    private record Panes(
            ProjectBar bar,
            FileTree tree,
            CodeEditor editor,
            OutputPane output,
            SettingsPane settings,
            SidePanes sides) {}
}
