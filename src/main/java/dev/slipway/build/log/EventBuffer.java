package dev.slipway.build.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/**
 * Bytes of JSON on their way to the file. A line of output becomes an event without a string or an object in between: a
 * build may print a million of them.
 */
final class EventBuffer {

    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    /** U+FFFD in place of what is not UTF-8. */
    private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};

    private byte[] bytes = new byte[64 * 1024];
    private int length;
    private long cachedSecond = Long.MIN_VALUE;
    private byte[] cachedSecondText = new byte[0];

    int length() {
        return length;
    }

    void truncate(int to) {
        length = to;
    }

    void clear() {
        length = 0;
    }

    ByteBuffer content() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    byte[] copy(int from) {
        return Arrays.copyOfRange(bytes, from, length);
    }

    EventBuffer raw(byte[] already) {
        reserve(already.length);
        System.arraycopy(already, 0, bytes, length, already.length);
        length += already.length;
        return this;
    }

    /** Text of our own, ASCII, nothing to escape. */
    EventBuffer ascii(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    EventBuffer number(long value) {
        return ascii(Long.toString(value));
    }

    /** A whole JSON string, quotes included. */
    EventBuffer string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return ascii("\"").text(utf8, 0, utf8.length).ascii("\"");
    }

    /** {@code "2026-11-22T11:24:34.123456Z"}, quotes included. */
    EventBuffer instant(Instant at) {
        long second = at.getEpochSecond();
        if (second != cachedSecond) {
            cachedSecond = second;
            cachedSecondText = ("\"" + SECOND.format(at) + ".").getBytes(StandardCharsets.US_ASCII);
        }
        raw(cachedSecondText);
        reserve(8);
        int micros = at.getNano() / 1000;
        for (int i = 5; i >= 0; i--) {
            bytes[length + i] = (byte) ('0' + micros % 10);
            micros /= 10;
        }
        bytes[length + 6] = 'Z';
        bytes[length + 7] = '"';
        length += 8;
        return this;
    }

    /** The inside of a JSON string from what should be UTF-8: escaped where JSON wants it, replaced where it is not UTF-8. */
    EventBuffer text(byte[] from, int start, int end) {
        // The worst byte becomes six: a control character as a unicode escape.
        reserve((end - start) * 6);
        int i = start;
        while (i < end) {
            int run = Scan.notPlain(from, i, end);
            if (run > i) {
                System.arraycopy(from, i, bytes, length, run - i);
                length += run - i;
                i = run;
                continue;
            }
            i += special(from, i, end);
        }
        return this;
    }

    private int special(byte[] from, int i, int end) {
        int c = from[i] & 0xFF;
        if (c < 0x80) {
            escape(c);
            return 1;
        }
        int size = Utf8.lengthOf(from, i, end);
        if (size > 0) {
            System.arraycopy(from, i, bytes, length, size);
            length += size;
            return size;
        }
        System.arraycopy(REPLACEMENT, 0, bytes, length, REPLACEMENT.length);
        length += REPLACEMENT.length;
        return 1;
    }

    private void escape(int c) {
        bytes[length++] = '\\';
        switch (c) {
            case '"', '\\' -> bytes[length++] = (byte) c;
            case '\t' -> bytes[length++] = 't';
            case '\r' -> bytes[length++] = 'r';
            case '\n' -> bytes[length++] = 'n';
            default -> {
                bytes[length++] = 'u';
                bytes[length++] = '0';
                bytes[length++] = '0';
                bytes[length++] = HEX[c >> 4];
                bytes[length++] = HEX[c & 0xF];
            }
        }
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
