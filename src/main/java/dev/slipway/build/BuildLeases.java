package dev.slipway.build;

import dev.slipway.refusal.Refusal;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Fences off workers that were given up for dead: what they still want to write is refused. */
@Service
public class BuildLeases {

    private final BuildRows rows;

    BuildLeases(BuildRows rows) {
        this.rows = rows;
    }

    /**
     * Makes sure that the build is still the one that this worker runs, and that it stays so until the caller's transaction
     * ends.
     *
     * @throws Refusal CONFLICT, {@code build-lost}, when it was given up, cancelled or taken by another worker meanwhile
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void hold(Build build) {
        if (!rows.lockRunning(build.id(), build.epoch())) {
            throw Refusal.of(
                    Refusal.Kind.CONFLICT,
                    "build-lost",
                    "Build %s was given up before its image was published; its tags stay where they were."
                            .formatted(build.number()));
        }
    }
}
