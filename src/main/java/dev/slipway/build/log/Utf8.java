package dev.slipway.build.log;

/** Well-formed UTF-8 (The Unicode Standard, table 3-7). */
final class Utf8 {

    private Utf8() {}

    /** How many bytes the character that begins at {@code i} has; 0 when it is malformed or cut off. */
    static int lengthOf(byte[] from, int i, int end) {
        int wanted = wanted(from[i] & 0xFF);
        if (wanted == 0 || i + wanted > end) {
            return 0;
        }
        return continues(from, i, i + wanted) ? wanted : 0;
    }

    /** How many bytes at the end, before {@code end}, begin a character that is not whole yet: 0 to 3. */
    static int cutOff(byte[] from, int start, int end) {
        for (int back = 1; back <= Math.min(3, end - start); back++) {
            int c = from[end - back] & 0xFF;
            if (c < 0x80) {
                return 0;
            }
            if (c >= 0xC0) {
                return wanted(c) > back && continues(from, end - back, end) ? back : 0;
            }
        }
        return 0;
    }

    private static int wanted(int first) {
        if (first < 0x80) {
            return 1;
        }
        if (first >= 0xC2 && first <= 0xDF) {
            return 2;
        }
        if (first >= 0xE0 && first <= 0xEF) {
            return 3;
        }
        return first >= 0xF0 && first <= 0xF4 ? 4 : 0;
    }

    private static boolean continues(byte[] from, int start, int end) {
        int first = from[start] & 0xFF;
        for (int i = start + 1; i < end; i++) {
            int c = from[i] & 0xFF;
            int low = 0x80;
            int high = 0xBF;
            if (i == start + 1) {
                switch (first) {
                    case 0xE0 -> low = 0xA0;
                    case 0xED -> high = 0x9F;
                    case 0xF0 -> low = 0x90;
                    case 0xF4 -> high = 0x8F;
                    default -> {}
                }
            }
            if (c < low || c > high) {
                return false;
            }
        }
        return true;
    }
}
