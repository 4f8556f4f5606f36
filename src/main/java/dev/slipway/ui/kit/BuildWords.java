package dev.slipway.ui.kit;

import dev.slipway.build.Build;
import dev.slipway.build.BuildError;
import dev.slipway.build.BuildStatus;
import dev.slipway.build.BuildStep;
import dev.slipway.build.ImageTag;
import dev.slipway.build.LineRange;
import dev.slipway.project.ProjectName;
import dev.slipway.refusal.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How a build is told: its mark, its time, what failed. */
public final class BuildWords {

    private BuildWords() {}

    public static Mark mark(BuildStatus status) {
        return switch (status) {
            case QUEUED -> Mark.QUEUED;
            case RUNNING -> Mark.RUN;
            case SUCCEEDED -> Mark.OK;
            case FAILED -> Mark.FAIL;
            case CANCELLED -> Mark.CANCELLED;
            case INTERRUPTED -> Mark.INTERRUPTED;
        };
    }

    /** As {@link #mark(BuildStatus)}, but a success with warnings is a warning. */
    public static Mark mark(Build build) {
        return build.status() == BuildStatus.SUCCEEDED && !build.warnings().isEmpty()
                ? Mark.WARN
                : mark(build.status());
    }

    public static Mark mark(BuildStep.State state) {
        return switch (state) {
            case STARTED -> Mark.RUN;
            case CACHED -> Mark.CACHED;
            case DONE -> Mark.OK;
            case FAILED -> Mark.FAIL;
            case CANCELLED -> Mark.CANCELLED;
        };
    }

    /** From the start to the end, or to now; empty while it waits. */
    public static Optional<Duration> time(Build build, Instant now) {
        return build.startedAt()
                .map(start -> Duration.between(start, build.endedAt().orElse(now)));
    }

    public static Optional<BuildStep> failedStep(Build build) {
        Optional<Integer> named = build.error().flatMap(BuildError::step);
        return build.steps().stream()
                .filter(step ->
                        named.map(number -> step.number() == number).orElse(step.state() == BuildStep.State.FAILED))
                .findFirst();
    }

    /** The first line of the Dockerfile that failed. */
    public static Optional<Integer> failedLine(Build build) {
        return build.error()
                .flatMap(error ->
                        error.ranges().stream().map(LineRange::startLine).findFirst())
                .or(() -> failedStep(build).flatMap(BuildStep::line));
    }

    /** One quiet line below a build's name. */
    public static String detail(Build build) {
        return switch (build.status()) {
            case QUEUED ->
                build.position()
                        .map(before -> before == 0 ? "next in the queue" : Words.count(before, "build") + " before it")
                        .orElse("in the queue");
            case RUNNING -> build.cancelling() ? "is being cancelled" : target(build) + progress(build);
            case FAILED -> failure(build);
            case INTERRUPTED -> "Slipway restarted; the commit and options are kept";
            case SUCCEEDED -> build.warnings().isEmpty() ? target(build) + cached(build) : warnings(build);
            case CANCELLED -> target(build);
        };
    }

    /** {@code deps 2/2 RUN pip install, line 10, exit code 1}. */
    public static String failure(Build build) {
        StringBuilder words = new StringBuilder();
        failedStep(build).map(step -> StepName.of(step.name())).ifPresent(name -> words.append(name.sentence()));
        failedLine(build)
                .ifPresent(line ->
                        words.append(words.isEmpty() ? "line " : ", line ").append(line));
        build.error()
                .flatMap(BuildError::exitCode)
                .ifPresent(code -> words.append(words.isEmpty() ? "exit code " : ", exit code ")
                        .append(code));
        return words.isEmpty() ? build.error().map(BuildError::message).orElse("failed") : words.toString();
    }

    /** What the builder said; nothing where that is only the instruction and the exit code once more. */
    public static Optional<String> reason(Build build) {
        return build.error().filter(error -> error.exitCode().isEmpty()).map(BuildError::message);
    }

    public static long done(Build build) {
        return build.steps().stream()
                .filter(step -> step.state() != BuildStep.State.STARTED)
                .count();
    }

    public static long cachedSteps(Build build) {
        return build.steps().stream()
                .filter(step -> step.state() == BuildStep.State.CACHED)
                .count();
    }

    /** {@code <project>:latest}; nothing when a project's name can't be that of a repository. */
    public static List<String> defaultTags(ProjectName project) {
        try {
            return List.of(new ImageTag(project.value(), ImageTag.DEFAULT_TAG).toString());
        } catch (Refusal notARepository) {
            return List.of();
        }
    }

    private static String target(Build build) {
        return build.request().target().map(stage -> "target " + stage).orElse("last stage");
    }

    private static String progress(Build build) {
        return build.steps().isEmpty()
                ? ""
                : ", " + done(build) + " of " + Words.count(build.steps().size(), "step");
    }

    private static String cached(Build build) {
        long cached = cachedSteps(build);
        return cached == 0
                ? ""
                : ", " + cached + " of " + Words.count(build.steps().size(), "step") + " cached";
    }

    private static String warnings(Build build) {
        String rules = String.join(
                ", ",
                build.warnings().stream()
                        .map(warning -> warning.rule())
                        .filter(rule -> !rule.isEmpty())
                        .distinct()
                        .limit(3)
                        .toList());
        return Words.count(build.warnings().size(), "warning") + (rules.isEmpty() ? "" : ": " + rules);
    }
}
