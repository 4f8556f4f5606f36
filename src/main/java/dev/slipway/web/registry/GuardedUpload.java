package dev.slipway.web.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The body of an upload, which breaks off when it is too long or when the right to push is taken away meanwhile. */
final class GuardedUpload extends FilterInputStream {

    /** Most bytes in one request; the largest layers known are a tenth of it. */
    static final long MAX_BYTES = 100L << 30;

    private static final long CHECK_NANOS = Duration.ofSeconds(20).toNanos();

    private final BooleanSupplier stillAllowed;
    private long read;
    private long checked = System.nanoTime();

    GuardedUpload(InputStream in, BooleanSupplier stillAllowed) {
        super(in);
        this.stillAllowed = stillAllowed;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        read += Math.max(0, count);
        if (read > MAX_BYTES) {
            throw new IOException("an upload has at most " + MAX_BYTES + " bytes");
        }
        if (System.nanoTime() - checked > CHECK_NANOS) {
            if (!stillAllowed.getAsBoolean()) {
                throw new IOException("the right to push was taken away");
            }
            checked = System.nanoTime();
        }
        return count;
    }
}
