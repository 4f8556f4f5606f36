package dev.slipway.process;

import java.time.Duration;

/**
 * Pauses between restarts: doubling from {@code first} to {@code most}, and from the start again once a run lasted for
 * {@code steady}.
 */
public record BackOff(Duration first, Duration most, Duration steady) {

    public static final BackOff DEFAULT =
            new BackOff(Duration.ofMillis(250), Duration.ofSeconds(30), Duration.ofMinutes(1));

    Duration pause(int failures) {
        long doubled = first.toMillis() << Math.min(failures, 20);
        return Duration.ofMillis(Math.min(doubled, most.toMillis()));
    }
}
