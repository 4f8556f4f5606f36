package dev.slipway.watch;

/** Over one thing that stays open; it ends with {@link #close} when nothing is open any more. */
public interface Watch extends AutoCloseable {

    /** Whether what it hangs on is gone. */
    boolean isOver();

    @Override
    void close();
}
