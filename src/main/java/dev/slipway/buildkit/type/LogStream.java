package dev.slipway.buildkit.type;

/** Where a step's process wrote to; the order between the two is not exact. */
public enum LogStream {
    /** What a process says. */
    STDOUT(1),

    /** What it complains about, and often its progress. */
    STDERR(2);

    private final int number;

    LogStream(int number) {
        this.number = number;
    }

    /** The file descriptor. */
    public int number() {
        return number;
    }
}
