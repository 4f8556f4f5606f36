package dev.slipway.ui.workbench;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.tabs.Tab;
import com.vaadin.flow.component.tabs.Tabs;
import dev.slipway.build.Build;
import dev.slipway.ui.component.CodeEditor;
import dev.slipway.ui.component.LogPane;
import dev.slipway.ui.component.LogTools;
import dev.slipway.ui.kit.BuildWords;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.ImageReady;
import dev.slipway.ui.kit.Mark;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.Registry;
import dev.slipway.ui.kit.StatusMark;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Below the editor: problems, and the log of the build that the address names. */
final class OutputPane extends Div {

    private static final long serialVersionUID = 1L;

    private final transient Actions actions;
    private final LogPane log = new LogPane();
    private final LogTools tools = new LogTools(log);
    private final FailBar failBar;
    private final ImageReady ready = new ImageReady();
    private final Div problems = Parts.div("problems");
    private final Div logBody = Parts.div("logbody");
    private final Div empty;
    private final Span problemCount = Parts.text("count", "0");
    private final StatusMark logMark = new StatusMark(Mark.QUEUED);
    private final Tab problemsTab = new Tab(new Span("Problems"), problemCount);
    private final Tab logTab = new Tab(new Span("Log"), logMark);
    private final Tabs tabs = new Tabs(problemsTab, logTab);
    private final String registry = Registry.ofBrowser();
    private final Button share = Parts.iconButton(Glyph.LINK, "Share build");
    private final boolean mayShare;
    private @Nullable Long followed;

    OutputPane(Actions actions, boolean mayBuild) {
        this.actions = actions;
        addClassNames("pane", "wb-output");
        failBar = new FailBar(actions, mayBuild);
        tabs.setSelectedTab(logTab);
        tabs.addSelectedChangeListener(change -> showTab());
        logMark.setVisible(false);
        share.addClickListener(click -> actions.share());
        mayShare = mayBuild;
        Div bar = Parts.div("panelbar", tabs, Parts.filler(), tools, share);
        empty = Parts.div(
                "empty",
                Parts.div(
                        "in",
                        Parts.text("strong", "No build is shown here"),
                        Parts.text(
                                "t2",
                                mayBuild
                                        ? "Press Build, or Ctrl+Enter, and the log appears line by line."
                                        : "When somebody builds this project, choose the build in the list of builds.")));
        log.setSizeFull();
        log.addLineListener(chosen -> actions.showLine(chosen.getLine()));
        logBody.add(failBar, ready, empty, log);
        add(bar, logBody, problems);
        showProblems(List.of());
        showTab();
    }

    LogPane log() {
        return log;
    }

    /** Follows the log of this build; the same build again changes only what stands around it. */
    void show(String workspace, Optional<Build> current, String dockerfile) {
        empty.setVisible(current.isEmpty());
        log.setVisible(current.isPresent());
        tools.setVisible(current.isPresent() && logTab.isSelected());
        share.setVisible(mayShare && tools.isVisible());
        logMark.setVisible(current.isPresent());
        failBar.show(current, dockerfile);
        if (current.isEmpty()) {
            followed = null;
            ready.hide();
            log.close();
            return;
        }
        Build build = current.get();
        logMark.show(BuildWords.mark(build));
        build.image().ifPresentOrElse(image -> ready.show(workspace, image, registry), ready::hide);
        long number = build.number().value();
        if (followed == null || followed != number) {
            followed = number;
            log.open(logSocket(workspace, number));
            log.setDownload(logText(workspace, number));
        }
    }

    void showLog() {
        tabs.setSelectedTab(logTab);
    }

    void showProblems(List<CodeEditor.FoundProblem> found) {
        problems.removeAll();
        problemCount.setText(Integer.toString(found.size()));
        problemCount.setVisible(!found.isEmpty());
        if (found.isEmpty()) {
            problems.add(Parts.div("empty", Parts.div("in", Parts.text("t2", "No problems in the open files."))));
        }
        found.forEach(problem -> {
            NativeButton row = new NativeButton();
            row.addClassNames("problem");
            row.add(
                    new StatusMark(problem.severity() == CodeEditor.Severity.ERROR ? Mark.FAIL : Mark.WARN).named(),
                    Parts.text("grow", problem.message()),
                    Parts.text("mono t3", problem.rule()),
                    Parts.text("mono t2", problem.path() + ":" + problem.line()));
            row.addClickListener(click -> actions.show(problem.path(), problem.line()));
            problems.add(row);
        });
    }

    private void showTab() {
        boolean showsLog = logTab.isSelected();
        logBody.setVisible(showsLog);
        problems.setVisible(!showsLog);
        tools.setVisible(showsLog && followed != null);
        share.setVisible(mayShare && tools.isVisible());
    }

    static String logSocket(String workspace, long number) {
        return "/ws/workspaces/" + workspace + "/builds/" + number + "/log";
    }

    static String logText(String workspace, long number) {
        return "/api/v1/workspaces/" + workspace + "/builds/" + number + "/log";
    }

    /** What its rows and buttons do. */
    interface Actions extends FailBar.Actions {
        void show(String path, int line);

        /** Makes a link to the build whose log is shown. */
        void share();
    }
}
