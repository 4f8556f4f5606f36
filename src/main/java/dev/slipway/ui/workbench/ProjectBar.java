package dev.slipway.ui.workbench;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import com.vaadin.flow.component.shared.Tooltip;
import dev.slipway.build.Build;
import dev.slipway.build.BuildStatus;
import dev.slipway.project.RevisionEntry;
import dev.slipway.ui.Navigation;
import dev.slipway.ui.component.LogPane;
import dev.slipway.ui.component.Waterline;
import dev.slipway.ui.kit.BuildWords;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.Mark;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.StatusMark;
import dev.slipway.ui.kit.Ticking;
import dev.slipway.ui.kit.Words;
import dev.slipway.ui.kit.Zone;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** The bar over the panes: where one is, what is saved, the build, and the button that starts one. */
final class ProjectBar extends Div {

    private static final long serialVersionUID = 1L;

    private final Span revision = Parts.span("");
    private final Span saved = Parts.text("", "");
    private final StatusMark mark = new StatusMark(Mark.QUEUED);
    private final Span chipWords = new Span();
    private final Ticking chipTime = new Ticking();
    private final Span chipSteps = Parts.text("", "");
    private final Anchor chip;
    private final Button cancel = Parts.button(Glyph.STOP, "Cancel");
    private final Button files = Parts.iconButton(Glyph.FOLDER, "Files");
    private final Button settings = Parts.iconButton(Glyph.SPLIT, "Build settings");
    private final MenuBar buildMenu = new MenuBar();
    private final Waterline waterline = new Waterline();
    private Mark shown = Mark.QUEUED;

    ProjectBar(String project, Actions actions, boolean mayBuild) {
        addClassName("projectbar");
        Span where = Parts.span("where", Parts.span("", Glyph.BRANCH.icon(), new Span("main")), revision, saved);
        chip = Parts.link("", mark, strong(chipWords), Parts.span("t", chipTime, chipSteps));
        chip.addClassName("buildchip");
        chip.setVisible(false);
        cancel.setVisible(false);
        cancel.addClickListener(click -> actions.cancel());
        files.addClassName("filesdrawer");
        settings.addClassName("settingsdrawer");
        add(files, Parts.title(project), where, Parts.filler(), chip, cancel, settings);
        if (mayBuild) {
            add(buildMenu(actions));
        }
        waterline.getElement().getStyle().set("position", "absolute").set("inset", "auto 0 -1px 0");
        add(waterline);
    }

    /** Opens and closes the files where the window has no room for them. */
    Button filesButton() {
        return files;
    }

    /** Opens and closes the settings of the next build. */
    Button settingsButton() {
        return settings;
    }

    void follow(LogPane log) {
        waterline.follow(log);
    }

    /** What is stored, or which files wait in the browser. */
    void showSaved(RevisionEntry head, Collection<String> dirty) {
        revision.removeAll();
        revision.add(
                Glyph.COMMIT.icon(),
                Parts.text("mono", Words.shortRevision(head.revision().value())));
        Tooltip.forComponent(revision)
                .setText(head.title() + ", " + head.author().name());
        String words = switch (dirty.size()) {
            case 0 -> "Saved " + Words.ago(head.at(), Instant.now(), Zone.ofBrowser());
            case 1 -> "Draft in " + dirty.iterator().next() + ", kept";
            default -> "Drafts in " + dirty.size() + " files, kept";
        };
        Parts.setText(saved, words);
    }

    void showBuild(String workspace, Optional<Build> current) {
        chip.setVisible(current.isPresent());
        boolean running = current.filter(build -> !build.status().isFinal()).isPresent();
        cancel.setVisible(running);
        if (current.isEmpty()) {
            waterline.setMark(Mark.QUEUED);
            return;
        }
        Build build = current.get();
        Mark next = BuildWords.mark(build);
        chip.removeClassName(shown.style());
        chip.addClassName(next.style());
        shown = next;
        mark.show(next);
        chip.setHref(Navigation.build(workspace, build.number().value()));
        Parts.setText(chipWords, "#" + build.number() + " " + build.status().word());
        cancel.setEnabled(!build.cancelling());
        cancel.setText(build.cancelling() ? "Cancelling" : "Cancel");
        Parts.setText(chipSteps, steps(build));
        build.startedAt()
                .ifPresentOrElse(
                        start -> build.endedAt()
                                .ifPresentOrElse(
                                        end -> chipTime.took(Duration.between(start, end)),
                                        () -> chipTime.runningSince(start)),
                        () -> chipTime.setText(""));
        waterline.setMark(next);
        if (build.status() == BuildStatus.RUNNING) {
            waterline.setProgress((int) BuildWords.done(build), build.steps().size());
        }
    }

    private static String steps(Build build) {
        return switch (build.status()) {
            case RUNNING ->
                build.steps().isEmpty()
                        ? ""
                        : " · " + BuildWords.done(build) + " of "
                                + Words.count(build.steps().size(), "step");
            case QUEUED -> BuildWords.detail(build);
            case FAILED ->
                BuildWords.failedLine(build).map(line -> " · line " + line).orElse("");
            case SUCCEEDED, CANCELLED, INTERRUPTED -> "";
        };
    }

    private MenuBar buildMenu(Actions actions) {
        buildMenu.addClassName("split");
        buildMenu.getElement().setAttribute("data-start", "");
        buildMenu.addThemeVariants(MenuBarVariant.PRIMARY);
        MenuItem build = buildMenu.addItem("Build", click -> actions.build(false));
        build.getElement().setAttribute("aria-keyshortcuts", "Control+Enter");
        MenuItem more = buildMenu.addItem(Parts.text("sr", "More ways to build"));
        more.getSubMenu().addItem("Build", click -> actions.build(false));
        more.getSubMenu().addItem("Build without cache", click -> actions.build(true));
        return buildMenu;
    }

    private static Span strong(Span words) {
        words.addClassName("strong");
        return words;
    }

    /** What its buttons do. */
    interface Actions {
        void build(boolean withoutCache);

        void cancel();
    }
}
