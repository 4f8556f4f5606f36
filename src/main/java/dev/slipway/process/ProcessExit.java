package dev.slipway.process;

import java.time.Duration;

/**
 * How a run of a process ended.
 *
 * @param pid its process id while it ran
 * @param code exit code; 128 + n when signal n ended it
 * @param lived how long it ran
 * @param asked whether Slipway stopped it
 */
public record ProcessExit(long pid, int code, Duration lived, boolean asked) {}
