package dev.slipway.ui.workbench;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import dev.slipway.build.Build;
import dev.slipway.build.BuildError;
import dev.slipway.build.BuildStatus;
import dev.slipway.build.BuildStep;
import dev.slipway.ui.kit.BuildWords;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.Mark;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.StatusMark;
import dev.slipway.ui.kit.StepName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Over the log of a build that ended without an image: what, where, what is safe, and Retry. */
final class FailBar extends Div {

    private static final long serialVersionUID = 1L;

    private final transient Actions actions;
    private final boolean mayRetry;
    private @Nullable Build shown;

    FailBar(Actions actions, boolean mayRetry) {
        this.actions = actions;
        this.mayRetry = mayRetry;
        addClassName("failbar");
        setVisible(false);
    }

    void show(Optional<Build> current, String dockerfile) {
        Optional<Build> bad = current.filter(build -> build.status() == BuildStatus.FAILED
                || build.status() == BuildStatus.INTERRUPTED
                || build.status() == BuildStatus.CANCELLED);
        setVisible(bad.isPresent());
        bad.filter(build -> !build.equals(shown)).ifPresent(build -> fill(build, dockerfile));
        shown = bad.orElse(null);
    }

    private void fill(Build build, String dockerfile) {
        removeAll();
        boolean failed = build.status() == BuildStatus.FAILED;
        // Spoken at once when a build failed; the others are news that can wait.
        getElement().setAttribute("role", failed ? "alert" : "status");
        if (failed) {
            removeClassName("calm");
        } else {
            addClassName("calm");
        }
        Mark mark = BuildWords.mark(build.status());
        Span what = Parts.span("", Parts.text("strong", headline(build)));
        Span acts = Parts.span("acts");
        if (mayRetry) {
            Button retry = Parts.button(Glyph.RETRY, "Retry");
            retry.addThemeVariants(ButtonVariant.SMALL);
            retry.setDisableOnClick(true);
            retry.addClickListener(click -> actions.retry());
            acts.add(retry);
        }
        add(new StatusMark(mark), what, acts);
        Span hint = Parts.span("hint");
        BuildWords.failedLine(build).ifPresent(line -> {
            NativeButton link = new NativeButton(dockerfile + ", line " + line);
            link.addClassName("linkbtn");
            link.addClickListener(click -> actions.showLine(line));
            hint.add(link);
        });
        if (failed) {
            BuildWords.reason(build).ifPresent(message -> hint.add(new Span(" " + message)));
        }
        add(hint, Parts.text("hint end", safe(build)));
    }

    /** {@code RUN pip install: exit code 1}. */
    private static String headline(Build build) {
        return switch (build.status()) {
            case FAILED -> {
                String step = BuildWords.failedStep(build)
                        .map(BuildStep::name)
                        .map(StepName::of)
                        .map(name -> name.label(48))
                        .orElse("Build #" + build.number() + " failed");
                yield step
                        + build.error()
                                .flatMap(BuildError::exitCode)
                                .map(code -> ": exit code " + code)
                                .orElse("");
            }
            case CANCELLED -> "Build #" + build.number() + " was cancelled.";
            default -> "Build #" + build.number() + " was interrupted: Slipway restarted.";
        };
    }

    private static String safe(Build build) {
        return switch (build.status()) {
            case INTERRUPTED -> "The commit and options are kept.";
            default -> "Nothing was tagged.";
        };
    }

    /** What its links and buttons do. */
    interface Actions {
        void retry();

        void showLine(int line);
    }
}
