package dev.slipway.build;

import dev.slipway.queue.Running;

/** A build that this worker runs now. */
final class RunningBuild extends Running<BuildId, RunningBuild.Stop> {

    private final Build build;
    private final BuildProgress progress;

    RunningBuild(Build build, BuildProgress progress) {
        super(build.id());
        this.build = build;
        this.progress = progress;
    }

    /** Why a build is stopped from outside. */
    enum Stop {
        CANCELLED,
        TIME_IS_UP,
        LOST,
        SHUTDOWN
    }

    Build build() {
        return build;
    }

    BuildProgress progress() {
        return progress;
    }
}
