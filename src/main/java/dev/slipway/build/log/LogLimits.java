package dev.slipway.build.log;

/**
 * How much of a build's output is kept.
 *
 * @param bytes of one build, events and step files together; past that only the last lines are kept
 */
public record LogLimits(long bytes) {

    public static final LogLimits DEFAULT = new LogLimits(512L << 20);

    /** What is kept of the end of an output that went over the limit. */
    static final int TAIL_BYTES = 256 * 1024;
}
