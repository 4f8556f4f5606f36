package dev.slipway.build;

import dev.slipway.project.Project;
import dev.slipway.refusal.Refusal;
import dev.slipway.workspace.Seat;

/**
 * What BuildKit says of a Dockerfile without building it; {@code build.engine} has the one that asks the workspace's daemon.
 *
 * <p>Both calls throw a {@link Refusal}: TOO_MANY when many ask at once, UNAVAILABLE when the engine does not answer in time.
 */
public interface DockerfileAdvice {

    DockerfileCheck check(Seat seat, Project project, DockerfileQuestion question) throws InterruptedException;

    /** @throws Refusal INVALID also when BuildKit can't read the Dockerfile, with its own words */
    DockerfileOutline outline(Seat seat, Project project, DockerfileQuestion question) throws InterruptedException;
}
