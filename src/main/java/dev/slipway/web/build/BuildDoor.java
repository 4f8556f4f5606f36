package dev.slipway.web.build;

import dev.slipway.account.CurrentCaller;
import dev.slipway.build.Build;
import dev.slipway.build.BuildNumber;
import dev.slipway.build.Builds;
import dev.slipway.project.Project;
import dev.slipway.project.ProjectId;
import dev.slipway.project.Projects;
import dev.slipway.refusal.Refusal;
import dev.slipway.watch.Watch;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.RightsWatch;
import dev.slipway.workspace.Seat;
import org.springframework.stereotype.Component;

/** Lets a request in, and finds what it names inside the workspace that it names. */
@Component
class BuildDoor {

    private final CurrentCaller callers;
    private final Access access;
    private final Projects projects;
    private final Builds builds;
    private final RightsWatch rights;

    BuildDoor(CurrentCaller callers, Access access, Projects projects, Builds builds, RightsWatch rights) {
        this.callers = callers;
        this.access = access;
        this.projects = projects;
        this.builds = builds;
        this.rights = rights;
    }

    Seat enter(String workspace, Permission needed) {
        return access.enter(callers.get(), workspace, needed);
    }

    Build build(Seat seat, String number) {
        return BuildNumber.find(number)
                .map(known -> builds.find(seat.workspace().id(), known))
                .orElseThrow(Refusal::notFound);
    }

    Project project(Seat seat, String name) {
        return projects.find(seat.workspace().id(), name);
    }

    Project project(ProjectId id) {
        return projects.find(id).orElseThrow(Refusal::notFound);
    }

    /** Tells when who reads a stream may read no more. */
    Watch watch(Seat seat) {
        return rights.watch(seat, Permission.VIEW);
    }
}
