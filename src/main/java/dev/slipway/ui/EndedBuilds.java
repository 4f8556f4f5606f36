package dev.slipway.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.notification.NotificationVariant;
import dev.slipway.build.Build;
import dev.slipway.build.BuildChanged;
import dev.slipway.build.BuildNumber;
import dev.slipway.build.BuildStatus;
import dev.slipway.build.Builds;
import dev.slipway.refusal.Refusal;
import dev.slipway.ui.kit.BuildWords;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.StatusMark;
import dev.slipway.ui.kit.Words;
import dev.slipway.workspace.Seat;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Tells a person that a build of his has ended while he looked at something else. */
final class EndedBuilds {

    private static final int MILLIS = 8_000;

    private final Builds builds;
    private final Queue<BuildNumber> ended = new ConcurrentLinkedQueue<>();

    EndedBuilds(Builds builds) {
        this.builds = builds;
    }

    /** Any thread. */
    void hear(BuildChanged changed) {
        if (changed.status().isFinal()) {
            ended.add(changed.number());
        }
    }

    /** With the page locked. */
    void tell(Seat seat) {
        for (BuildNumber number = ended.poll(); number != null; number = ended.poll()) {
            find(seat, number)
                    .filter(build -> build.actor().equals(seat.caller().id()))
                    .filter(build -> !isInSight(seat, build))
                    .ifPresent(build -> show(seat, build));
        }
    }

    private Optional<Build> find(Seat seat, BuildNumber number) {
        try {
            return Optional.of(builds.find(seat.workspace().id(), number));
        } catch (Refusal gone) {
            return Optional.empty();
        }
    }

    /** Its page and its workbench say it themselves. */
    private static boolean isInSight(Seat seat, Build build) {
        String workspace = seat.workspace().name().value();
        String here = UI.getCurrent().getActiveViewLocation().getPath();
        return here.equals(Navigation.build(workspace, build.number().value()))
                || here.equals(
                        Navigation.workbench(workspace, build.projectName().value()));
    }

    private static void show(Seat seat, Build build) {
        Anchor link = Parts.link(
                Navigation.build(seat.workspace().name().value(), build.number().value()),
                new Span("#" + build.number() + " " + build.status().word()));
        Notification note = new Notification();
        note.setDuration(MILLIS);
        note.setPosition(Notification.Position.BOTTOM_END);
        note.setAssertive(build.status() == BuildStatus.FAILED);
        if (build.status() == BuildStatus.FAILED) {
            note.addThemeVariants(NotificationVariant.ERROR);
        }
        note.add(Parts.div(
                "toast",
                new StatusMark(BuildWords.mark(build)),
                link,
                new Span(build.projectName().value()),
                Parts.text(
                        "t3",
                        BuildWords.time(build, Instant.now())
                                .map(Words::buildTime)
                                .orElse(""))));
        note.open();
    }
}
