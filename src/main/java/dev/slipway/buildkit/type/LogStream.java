package dev.slipway.buildkit.type;

/** Where a step's process wrote to; the order between the two is not exact. */
public enum LogStream {
    STDOUT(1),
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
