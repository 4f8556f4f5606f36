package dev.slipway.project.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;

/** A file's content inside an archive: just as long as declared, with the declared checksum, or a refusal that names it. */
final class EntryStream extends InputStream {

    private final String name;
    private final InputStream content;
    private final long crc;
    private final CRC32 sum = new CRC32();
    private long left;
    private boolean checked;

    /**
     * Over one entry.
     *
     * @param crc of the content; negative when the archive has none
     */
    EntryStream(String name, InputStream content, long size, long crc) {
        this.name = name;
        this.content = content;
        this.left = size;
        this.crc = crc;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (left == 0) {
            checkEnd();
            return -1;
        }
        int n = readContent(target, offset, (int) Math.min(length, left));
        if (n < 0) {
            throw Corrupt.entry(name, "is shorter than the archive says");
        }
        sum.update(target, offset, n);
        left -= n;
        if (left == 0) {
            checkEnd();
        }
        return n;
    }

    /** Reads what the visitor left, so that a damaged entry is found however little of it was wanted. */
    void finish() {
        byte[] buffer = new byte[8192];
        while (read(buffer, 0, buffer.length) >= 0) {
            // On to the end.
        }
    }

    private void checkEnd() {
        if (checked) {
            return;
        }
        checked = true;
        if (readContent(new byte[1], 0, 1) >= 0) {
            throw Corrupt.entry(name, "is longer than the archive says");
        }
        if (crc >= 0 && crc != sum.getValue()) {
            throw Corrupt.entry(name, "does not match its checksum");
        }
    }

    private int readContent(byte[] target, int offset, int length) {
        try {
            return content.read(target, offset, length);
        } catch (IOException | RuntimeException e) {
            throw Corrupt.archive(e);
        }
    }
}
