package dev.slipway.build.log;

import java.util.Arrays;

/**
 * One stream of one step cut into lines. The chunks that arrive know neither lines nor characters; a line that is very long
 * or long in coming is given out in pieces, never in the middle of a character.
 */
final class Lines {

    /** Longer lines come in pieces of this size. */
    static final int MAX_PIECE = 32 * 1024;

    private byte[] pending = new byte[0];
    private int length;
    private long pendingSinceNanos;

    /** What becomes of a line. */
    @FunctionalInterface
    interface Sink {

        /** @param partial the line goes on, or ended without a line end */
        void line(byte[] bytes, int start, int end, boolean partial);
    }

    void add(byte[] chunk, int from, int to, long nowNanos, Sink sink) {
        int start = from;
        for (int end = Scan.lineFeed(chunk, start, to); end < to; end = Scan.lineFeed(chunk, start, to)) {
            finishLine(chunk, start, end, sink);
            start = end + 1;
        }
        if (start < to) {
            keep(chunk, start, to, nowNanos, sink);
        }
    }

    boolean isWaitingSince(long nanos) {
        return length > 0 && pendingSinceNanos - nanos < 0;
    }

    /** Gives out what there is of an unfinished line, except for a character that is not whole. */
    void flush(Sink sink) {
        int whole = length - Utf8.cutOff(pending, 0, length);
        if (whole > 0) {
            sink.line(pending, 0, whole, true);
            System.arraycopy(pending, whole, pending, 0, length - whole);
            length -= whole;
        }
    }

    /** Gives out all: nothing follows. */
    void end(Sink sink) {
        if (length > 0) {
            sink.line(pending, 0, length, true);
            length = 0;
        }
    }

    private void finishLine(byte[] chunk, int start, int newline, Sink sink) {
        if (length == 0) {
            wholeLine(chunk, start, newline, sink);
        } else {
            append(chunk, start, newline);
            wholeLine(pending, 0, length, sink);
            length = 0;
        }
    }

    /** A whole line, or the rest of one. */
    private static void wholeLine(byte[] bytes, int start, int newline, Sink sink) {
        int end = newline > start && bytes[newline - 1] == '\r' ? newline - 1 : newline;
        int from = start;
        while (end - from > MAX_PIECE) {
            int to = from + MAX_PIECE;
            to -= Utf8.cutOff(bytes, from, to);
            sink.line(bytes, from, to, true);
            from = to;
        }
        sink.line(bytes, from, end, false);
    }

    private void keep(byte[] chunk, int start, int to, long nowNanos, Sink sink) {
        if (length == 0) {
            pendingSinceNanos = nowNanos;
        }
        append(chunk, start, to);
        while (length > MAX_PIECE) {
            int piece = MAX_PIECE - Utf8.cutOff(pending, 0, MAX_PIECE);
            sink.line(pending, 0, piece, true);
            System.arraycopy(pending, piece, pending, 0, length - piece);
            length -= piece;
        }
    }

    private void append(byte[] chunk, int start, int end) {
        int more = end - start;
        if (length + more > pending.length) {
            pending = Arrays.copyOf(pending, Math.max(256, Math.max(pending.length * 2, length + more)));
        }
        System.arraycopy(chunk, start, pending, length, more);
        length += more;
    }
}
