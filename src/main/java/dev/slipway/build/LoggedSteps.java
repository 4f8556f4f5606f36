package dev.slipway.build;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The steps of a build whose worker is gone, from what it told its log. */
final class LoggedSteps {

    private LoggedSteps() {}

    static List<BuildStep> read(BuildLog log, BuildId build) {
        SortedMap<Integer, BuildStep> steps = new TreeMap<>();
        LogChunk chunk = log.read(build, 0, BuildLog.MAX_EVENTS);
        while (!chunk.events().isEmpty() && steps.size() < BuildProgress.MAX_STEPS) {
            for (BuildEvent event : chunk.events()) {
                if (event instanceof BuildEvent.Step step) {
                    BuildStep before = steps.get(step.step());
                    steps.put(
                            step.step(),
                            new BuildStep(
                                    step.step(),
                                    step.name(),
                                    step.state(),
                                    before == null ? step.at() : before.startedAt(),
                                    step.ms(),
                                    step.line(),
                                    step.error()));
                }
            }
            chunk = log.read(build, chunk.next(), BuildLog.MAX_EVENTS);
        }
        List<BuildStep> ended = new ArrayList<>();
        steps.values().forEach(step -> ended.add(step.state() == BuildStep.State.STARTED ? cancelled(step) : step));
        return ended;
    }

    private static BuildStep cancelled(BuildStep step) {
        return new BuildStep(
                step.number(),
                step.name(),
                BuildStep.State.CANCELLED,
                step.startedAt(),
                step.ms(),
                step.line(),
                step.error());
    }
}
