package dev.slipway.push;

import dev.slipway.queue.Running;

/** A push that this worker runs now. */
final class RunningPush extends Running<PushId, RunningPush.Stop> {

    private final Push push;
    private final PushProgress progress;

    RunningPush(Push push, PushProgress progress) {
        super(push.id());
        this.push = push;
        this.progress = progress;
    }

    /** Why a push is stopped from outside. */
    enum Stop {
        CANCELLED,
        CREDENTIAL_GONE,
        TIME_IS_UP,
        LOST,
        SHUTDOWN
    }

    Push push() {
        return push;
    }

    PushProgress progress() {
        return progress;
    }
}
