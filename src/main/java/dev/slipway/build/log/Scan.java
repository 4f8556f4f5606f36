package dev.slipway.build.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds bytes eight at a time: every byte of a log is looked at several times on its way, and most logs are read before the
 * compiler has made anything of a loop over single ones. The tricks with zero bytes are those of Hacker's Delight, 6-1.
 */
public final class Scan {

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long TOPS = 0x8080808080808080L;
    private static final long LINE_FEEDS = ONES * '\n';
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long DELETES = ONES * 0x7F;
    private static final long SPACES = ONES * ' ';

    private Scan() {}

    /** Where the next line feed is; {@code to} when there is none. */
    public static int lineFeed(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long found = zeros((long) WORDS.get(bytes, i) ^ LINE_FEEDS);
            if (found != 0) {
                return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (i < to && bytes[i] != '\n') {
            i++;
        }
        return i;
    }

    /** Where the next byte is that a JSON string of ASCII cannot hold as it is; {@code to} when there is none. */
    static int notPlain(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long word = (long) WORDS.get(bytes, i);
            long found = ((word - SPACES) & ~word)
                    | zeros(word ^ QUOTES)
                    | zeros(word ^ BACKSLASHES)
                    | zeros(word ^ DELETES)
                    | word;
            if ((found & TOPS) != 0) {
                return i + Long.numberOfTrailingZeros(found & TOPS) / Byte.SIZE;
            }
        }
        while (i < to && isPlain(bytes[i])) {
            i++;
        }
        return i;
    }

    private static boolean isPlain(byte c) {
        return c >= ' ' && c != '"' && c != '\\' && c != 0x7F;
    }

    /** The top bit of each byte that is zero; above the first of them, others may be set. */
    private static long zeros(long word) {
        return (word - ONES) & ~word & TOPS;
    }
}
