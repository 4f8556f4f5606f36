package dev.slipway.build.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log forward at the reader's own pace, while it grows or afterwards; memory does not depend on the log's length.
 * For one thread.
 */
public final class LogReader implements AutoCloseable {

    /** A slice has at most this many bytes, unless a single event is longer. */
    static final int SLICE_BYTES = 128 * 1024;

    private static final byte[] LAST_EVENT = "{\"type\":\"build\"".getBytes(StandardCharsets.US_ASCII);

    private final LogFiles files;
    private final @Nullable LiveLog live;
    private final FileChannel file;
    private ByteBuffer buffer = ByteBuffer.allocate(SLICE_BYTES);
    private long position;
    private long event;
    private boolean ended;

    private LogReader(LogFiles files, @Nullable LiveLog live, FileChannel file) {
        this.files = files;
        this.live = live;
        this.file = file;
    }

    static LogReader open(LogFiles files, @Nullable LiveLog live, long offset) throws IOException {
        LogReader reader = new LogReader(files, live, FileChannel.open(files.events(), StandardOpenOption.READ));
        try {
            reader.seek(offset);
            return reader;
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /** Number of the event that comes next. */
    public long offset() {
        return event;
    }

    /** Whether the last event was given out. */
    public boolean ended() {
        return ended;
    }

    /** What is there now, at most {@code most} events; an empty slice when nothing is. */
    public LogSlice next(int most) throws IOException {
        long from = event;
        int taken = 0;
        int end = 0;
        int filled = fill();
        while (true) {
            while (taken < most && end < filled) {
                int newline = Scan.lineFeed(buffer.array(), end, filled);
                if (newline == filled) {
                    break;
                }
                ended = isLast(end);
                end = newline + 1;
                taken++;
            }
            if (taken > 0 || filled < buffer.capacity()) {
                break;
            }
            // One event is longer than the buffer.
            buffer = ByteBuffer.allocate(buffer.capacity() * 4);
            filled = fill();
        }
        position += end;
        event += taken;
        if (filled == 0 && isComplete()) {
            ended = true;
        }
        return new LogSlice(from, event, buffer.array(), end, ended);
    }

    /** Waits until there may be more than {@link #next} has given, or time is up. */
    public void await(Duration most) throws InterruptedException {
        if (ended) {
            return;
        }
        if (live == null) {
            LiveLog.pause(most);
        } else {
            live.awaitMoreThan(position, most);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            // Reading is over in any case.
        }
    }

    private void seek(long offset) throws IOException {
        EventIndex index;
        if (live != null) {
            index = live.index();
        } else if (Files.exists(files.index())) {
            index = EventIndex.load(files.index());
        } else {
            index = EventIndex.scan(file);
        }
        EventIndex.Start start = index.startOf(offset);
        position = start.position();
        event = Math.min(offset, index.events()) - start.skip();
        for (long skip = start.skip(); skip > 0; ) {
            LogSlice skipped = next((int) Math.min(skip, EventIndex.STRIDE));
            if (skipped.isEmpty()) {
                return;
            }
            skip -= skipped.next() - skipped.offset();
        }
    }

    private boolean isComplete() {
        return live == null ? Files.exists(files.index()) : live.isClosed() && position >= live.bytes();
    }

    private int fill() throws IOException {
        buffer.clear();
        if (live != null) {
            long whole = live.bytes() - position;
            buffer.limit((int) Math.min(buffer.capacity(), Math.max(0, whole)));
        }
        long at = position;
        while (buffer.hasRemaining()) {
            int n = file.read(buffer, at);
            if (n <= 0) {
                break;
            }
            at += n;
        }
        return buffer.position();
    }

    private boolean isLast(int start) {
        byte[] bytes = buffer.array();
        for (int i = 0; i < LAST_EVENT.length; i++) {
            if (bytes[start + i] != LAST_EVENT[i]) {
                return false;
            }
        }
        return true;
    }
}
