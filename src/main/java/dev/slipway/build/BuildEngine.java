package dev.slipway.build;

import dev.slipway.oci.Digest;

/** What builds images; {@code build.engine} has the one that drives BuildKit. */
public interface BuildEngine {

    /**
     * Builds, and pushes the image by its digest into {@link Build#repository()} of the build's workspace. Blocks until it is
     * done; an interrupt of the thread cancels within a second.
     *
     * @param progress hears of every step and all its output
     * @return the pushed image: of its manifest, or of its index when there are several platforms
     * @throws BuildFailedException with the reason for the person who asked for the build
     * @throws InterruptedException when the thread was interrupted; nothing of the build runs any more
     */
    Digest run(Build build, BuildProgress progress) throws BuildFailedException, InterruptedException;
}
