package dev.slipway.build.log;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How far a log that is being written has come; readers wait here. */
final class LiveLog {

    private final EventIndex index;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private volatile long bytes;
    private volatile boolean closed;

    LiveLog(EventIndex index) {
        this.index = index;
        this.bytes = index.bytes();
    }

    EventIndex index() {
        return index;
    }

    /** Bytes of whole events in the file. */
    long bytes() {
        return bytes;
    }

    boolean isClosed() {
        return closed;
    }

    void grow(long to) {
        lock.lock();
        try {
            bytes = to;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns when the log is longer than {@code known}, is closed, or time is up. */
    void awaitMoreThan(long known, Duration most) throws InterruptedException {
        long left = most.toNanos();
        lock.lock();
        try {
            while (bytes <= known && !closed && left > 0) {
                left = grown.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** For readers of a log that another process writes. */
    static void pause(Duration most) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(Math.min(most.toMillis(), 200));
    }
}
