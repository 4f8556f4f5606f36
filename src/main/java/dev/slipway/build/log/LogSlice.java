package dev.slipway.build.log;

import java.io.IOException;
import java.io.OutputStream;

/** A stretch of a log as it is on disk; valid until its reader is asked again. */
public final class LogSlice {

    private final long offset;
    private final long next;
    private final byte[] ndjson;
    private final int size;
    private final boolean ended;

    LogSlice(long offset, long next, byte[] ndjson, int size, boolean ended) {
        this.offset = offset;
        this.next = next;
        this.ndjson = ndjson;
        this.size = size;
        this.ended = ended;
    }

    /** What becomes of one event. */
    @FunctionalInterface
    public interface EventSink {

        /** @param to after the event's last byte, where its line feed is */
        void event(byte[] json, int from, int to) throws IOException;
    }

    /** Number of the first event, from 0. */
    public long offset() {
        return offset;
    }

    /** Number of the event after the last one. */
    public long next() {
        return next;
    }

    /** Whether the build's last event is among these or before them: nothing follows. */
    public boolean ended() {
        return ended;
    }

    public boolean isEmpty() {
        return offset == next;
    }

    /** Bytes of all events, each with its line feed. */
    public int size() {
        return size;
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(ndjson, 0, size);
    }

    public void copyTo(byte[] target, int at) {
        System.arraycopy(ndjson, 0, target, at, size);
    }

    public void forEach(EventSink sink) throws IOException {
        int from = 0;
        for (int end = Scan.lineFeed(ndjson, 0, size); end < size; end = Scan.lineFeed(ndjson, from, size)) {
            sink.event(ndjson, from, end);
            from = end + 1;
        }
    }
}
