package dev.slipway.registry;

import java.time.Duration;

/**
 * What a token service gave.
 *
 * @param endsAt as {@link System#nanoTime}: a clock that nobody sets
 */
record RegistryToken(String text, long endsAt) {

    /** Before its end, so that it does not end on the way. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    static RegistryToken of(String text, Duration life) {
        // Of a very short one at least half is used.
        Duration used = life.minus(MARGIN).compareTo(life.dividedBy(2)) > 0 ? life.minus(MARGIN) : life.dividedBy(2);
        return new RegistryToken(text, System.nanoTime() + used.toNanos());
    }

    boolean endsSoon() {
        return System.nanoTime() - endsAt >= 0;
    }

    @Override
    public String toString() {
        return "(token)";
    }
}
