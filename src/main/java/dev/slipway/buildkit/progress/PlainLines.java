package dev.slipway.buildkit.progress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * A step's output on its way to the page: whole lines, and perhaps one that goes on. They stay bytes, a million lines cost
 * no string. A line that goes on is written as far as it is known, and again from its beginning when other steps were shown
 * in between.
 */
final class PlainLines {

    private static final int LAST = 10;

    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private final byte[][] last = new byte[LAST][];
    private int lastNext;
    private boolean open;
    /** How much of the open line, which is then the first, was written. */
    private int written;

    /** @param prefix goes in front of each line that begins here */
    void add(byte[] prefix, byte[] bytes) {
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                append(prefix, bytes, start, i + 1);
                open = false;
                start = i + 1;
            }
        }
        if (start < bytes.length) {
            append(prefix, bytes, start, bytes.length);
            open = true;
        }
    }

    /** Whether the last line goes on. */
    boolean isOpen() {
        return open;
    }

    /** The open line has to be written anew: something else was written since. */
    void rewind() {
        written = 0;
    }

    /** Writes what was not written yet. */
    void writeTo(OutputStream out, byte[] number) throws IOException {
        byte[] all = pending.toByteArray();
        int start = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i] == '\n') {
                write(out, number, all, start, i);
                out.write('\n');
                lastNext = (lastNext + 1) % LAST;
                start = i + 1;
            }
        }
        if (start < all.length) {
            write(out, number, all, start, all.length);
            written = all.length - start;
        }
        if (start > 0) {
            pending.reset();
            pending.write(all, start, all.length - start);
        }
    }

    /** Writes the last lines once more, for the end of a build that failed. */
    void writeLast(OutputStream out) throws IOException {
        if (pending.size() > 0) {
            pending.writeTo(out);
            out.write('\n');
        }
        for (int i = 0; i < LAST; i++) {
            byte[] line = last[(lastNext + i) % LAST];
            if (line != null) {
                out.write(line);
                out.write('\n');
            }
        }
    }

    private void append(byte[] prefix, byte[] bytes, int start, int end) {
        if (!open) {
            pending.writeBytes(prefix);
        }
        pending.write(bytes, start, end - start);
    }

    private void write(OutputStream out, byte[] number, byte[] all, int start, int end) throws IOException {
        int from = start + written;
        if (written == 0) {
            out.write(number);
        }
        written = 0;
        out.write(all, from, end - from);
        last[lastNext] = Arrays.copyOfRange(all, from, end);
    }
}
