package dev.slipway.buildkit.progress;

import dev.slipway.buildkit.type.SolveStatus;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes a build's progress as lines, line by line what {@code buildctl --progress=plain} writes: one step at a time, each
 * line with the step's number. What other steps say meanwhile is kept until their turn comes: when the shown step ends, or
 * after a few seconds. News are written at most every {@link #BEAT}; between them a thread of its own sees to what is left,
 * until {@link #close()}.
 */
public final class PlainProgress implements Consumer<SolveStatus>, AutoCloseable {

    static final Duration BEAT = Duration.ofMillis(100);

    /** How long after the last message what is left is written. */
    static final Duration REST = Duration.ofMillis(150);

    private static final int BUFFER_BYTES = 64 << 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closing = lock.newCondition();
    private final PlainPages pages = new PlainPages();
    private final OutputStream out;
    private final PlainTurns turns;
    private final LongSupplier nanos;
    private Optional<Long> lastBeat = Optional.empty();
    private long lastNews;
    private boolean closed;
    private @Nullable IOException failure;

    /** Flushes {@code out} after each beat and does not close it. */
    public PlainProgress(OutputStream out) {
        this(out, System::nanoTime);
        lastNews = nanos.getAsLong();
        Thread.ofVirtual().name("plain-progress").start(this::writeWhatIsLeft);
    }

    /** Without a thread: somebody else calls {@link #refresh()}. */
    PlainProgress(OutputStream out, LongSupplier nanos) {
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
        this.turns = new PlainTurns(pages, this.out);
        this.nanos = nanos;
    }

    /** @throws UncheckedIOException when it can't be written */
    @Override
    public void accept(SolveStatus status) {
        lock.lock();
        try {
            long now = nanos.getAsLong();
            lastNews = now;
            pages.accept(status, now);
            boolean due = lastBeat.map(last -> now - last >= BEAT.toNanos()).orElse(true);
            if (due) {
                lastBeat = Optional.of(now);
                refresh();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    /** Writes what is still held back and, of each step that failed, its last lines once more. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                closing.signalAll();
                refresh();
                turns.writeFailures();
                out.flush();
            }
        } finally {
            lock.unlock();
        }
    }

    void refresh() throws IOException {
        IOException earlier = failure;
        if (earlier != null) {
            throw earlier;
        }
        turns.write(nanos.getAsLong());
        out.flush();
    }

    private void writeWhatIsLeft() {
        lock.lock();
        try {
            while (!closed) {
                long left = lastNews + REST.toNanos() - nanos.getAsLong();
                if (left <= 0) {
                    refresh();
                    lastNews = nanos.getAsLong();
                } else {
                    closing.awaitNanos(left);
                }
            }
        } catch (IOException e) {
            // Whoever has the next message, or closes, is told.
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
