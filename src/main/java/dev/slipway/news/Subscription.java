package dev.slipway.news;

/** Ends with {@link #close}; closing twice is harmless. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

    @Override
    void close();
}
