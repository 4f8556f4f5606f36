package dev.slipway.project.archive;

import dev.slipway.refusal.Refusal;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** An upload as it comes over the wire: counted, and its own failures told apart from those of what it holds. */
final class UploadStream extends FilterInputStream {

    private final long limit;
    private long count;

    UploadStream(InputStream body, long limit) {
        super(body);
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int n;
        try {
            n = in.read(target, offset, length);
        } catch (IOException e) {
            throw new UploadBroken(e);
        }
        count += Math.max(n, 0);
        if (count > limit) {
            throw Refusal.of(
                    Refusal.Kind.TOO_LARGE,
                    "upload-too-large",
                    "The archive is larger than %d bytes, the limit for an upload.".formatted(limit));
        }
        return n;
    }

    @Override
    public long skip(long n) throws IOException {
        return readNBytes((int) Math.min(n, 8192)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
