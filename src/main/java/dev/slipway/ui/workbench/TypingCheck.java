package dev.slipway.ui.workbench;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import dev.slipway.build.DockerfileAdvice;
import dev.slipway.build.DockerfileCheck;
import dev.slipway.build.DockerfileOutline;
import dev.slipway.build.DockerfileQuestion;
import dev.slipway.build.TextRange;
import dev.slipway.project.Project;
import dev.slipway.refusal.Refusal;
import dev.slipway.ui.component.CodeEditor;
import dev.slipway.workspace.Seat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * BuildKit's check of what somebody types. One question is under way at a time; of those that come meanwhile only the newest is
 * asked, and an answer to a text that is no longer the newest is not shown.
 */
final class TypingCheck {

    private static final Logger LOG = LoggerFactory.getLogger(TypingCheck.class);

    private final DockerfileAdvice advice;
    private final UI ui;
    private final Seat seat;
    private final Project project;
    private final Consumer<Answer> shown;
    private @Nullable DockerfileQuestion next;
    private boolean asking;

    /** @param shown takes answers, with the page locked */
    TypingCheck(DockerfileAdvice advice, UI ui, Seat seat, Project project, Consumer<Answer> shown) {
        this.advice = advice;
        this.ui = ui;
        this.seat = seat;
        this.project = project;
        this.shown = shown;
    }

    /**
     * What BuildKit said.
     *
     * @param outline empty when it can't read the Dockerfile
     */
    record Answer(DockerfileQuestion question, DockerfileCheck check, Optional<DockerfileOutline> outline) {

        /** As the editor draws them. */
        List<CodeEditor.Problem> problems() {
            List<CodeEditor.Problem> problems = new ArrayList<>();
            check.error()
                    .ifPresent(error -> problems.add(
                            problem(error.ranges(), CodeEditor.Severity.ERROR, error.message(), "", null)));
            check.warnings()
                    .forEach(warning -> problems.add(problem(
                            warning.ranges(),
                            CodeEditor.Severity.WARNING,
                            warning.detail(),
                            warning.rule(),
                            warning.url().isEmpty() ? null : warning.url())));
            return problems;
        }

        private static CodeEditor.Problem problem(
                List<TextRange> ranges,
                CodeEditor.Severity severity,
                String message,
                String rule,
                @Nullable String url) {
            TextRange range = ranges.isEmpty() ? new TextRange(1, 1, 1, 1) : ranges.getFirst();
            return new CodeEditor.Problem(
                    range.startLine(),
                    range.startColumn(),
                    range.endLine(),
                    range.endColumn(),
                    severity,
                    message,
                    rule,
                    url);
        }
    }

    /** Returns at once. */
    synchronized void ask(DockerfileQuestion question) {
        next = question;
        if (!asking) {
            asking = true;
            Thread.ofVirtual().name("typing-check").start(this::askAll);
        }
    }

    private void askAll() {
        try {
            for (DockerfileQuestion question = take(); question != null; question = take()) {
                answer(question);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(DockerfileQuestion question) throws InterruptedException {
        try {
            DockerfileCheck check = advice.check(seat, project, question);
            Optional<DockerfileOutline> outline =
                    check.error().isPresent() ? Optional.empty() : Optional.of(advice.outline(seat, project, question));
            if (isNewest()) {
                // A failure in there goes to the session's error handler.
                var _ = ui.access(() -> shown.accept(new Answer(question, check, outline)));
            }
        } catch (Refusal refusal) {
            // Whoever types is not to be disturbed: what was found before stays, and the next pause asks again.
            LOG.debug("A Dockerfile was not checked: {}", refusal.sentence());
        } catch (UIDetachedException e) {
            LOG.debug("The page was closed before the answer came");
        }
    }

    private synchronized @Nullable DockerfileQuestion take() {
        DockerfileQuestion taken = next;
        next = null;
        asking = taken != null;
        return taken;
    }

    private synchronized boolean isNewest() {
        return next == null;
    }
}
