package dev.slipway.build.log;

/** The last bytes of what goes by. */
final class TailBuffer {

    private static final int SIZE = LogLimits.TAIL_BYTES / 4;

    private byte[] ring = new byte[0];
    private long written;

    void add(byte[] bytes, int from, int length) {
        if (ring.length == 0) {
            ring = new byte[SIZE];
        }
        int skip = Math.max(0, length - SIZE);
        for (int i = skip; i < length; ) {
            int at = (int) ((written + i) % SIZE);
            int n = Math.min(length - i, SIZE - at);
            System.arraycopy(bytes, from + i, ring, at, n);
            i += n;
        }
        written += length;
    }

    long leftOut() {
        return Math.max(0, written - SIZE);
    }

    /** The kept bytes in order; the buffer is empty then. */
    byte[] drain() {
        int kept = (int) Math.min(written, SIZE);
        byte[] tail = new byte[kept];
        for (int i = 0; i < kept; i++) {
            tail[i] = ring[(int) ((written - kept + i) % SIZE)];
        }
        written = 0;
        ring = new byte[0];
        return tail;
    }
}
