package dev.slipway.buildkit;

import dev.slipway.oci.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/** Writes an OCI image layout as a compressed tar (POSIX.1-1988 ustar); all its names are short and of ASCII. */
final class ArchiveWriter implements Closeable {

    private static final int BLOCK = 512;
    private static final int SUM_AT = 148;
    private static final int SUM_BYTES = 8;
    private static final long MAX_SIZE = 1L << 33;

    private final GZIPOutputStream out;
    private final Set<Digest> written = new HashSet<>();

    ArchiveWriter(OutputStream out) throws IOException {
        this.out = new GZIPOutputStream(out);
    }

    void file(String name, byte[] content) throws IOException {
        entry(name, content.length, target -> target.write(content));
    }

    /** Each digest is written once. */
    void blob(Digest digest, long size, Content content) throws IOException {
        if (written.add(digest)) {
            entry("blobs/" + digest.algorithm() + "/" + digest.hex(), size, content);
        }
    }

    private void entry(String name, long size, Content content) throws IOException {
        if (size >= MAX_SIZE) {
            throw new IOException("'%s' has %d bytes; an archive takes less than %d".formatted(name, size, MAX_SIZE));
        }
        out.write(header(name, size));
        Counted counted = new Counted(out);
        content.writeTo(counted);
        if (counted.bytes != size) {
            throw new IOException("'%s' has %d bytes instead of %d".formatted(name, counted.bytes, size));
        }
        out.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
    }

    private static byte[] header(String name, long size) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        put(header, 124, "%011o\0".formatted(size));
        put(header, 136, "00000000000\0");
        put(header, SUM_AT, " ".repeat(SUM_BYTES));
        put(header, 156, "0");
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, SUM_AT, "%06o\0 ".formatted(sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    /** Ends the archive; the stream behind it stays open. */
    @Override
    public void close() throws IOException {
        out.write(new byte[2 * BLOCK]);
        out.finish();
    }

    /** What writes an entry. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private static final class Counted extends OutputStream {

        private final OutputStream out;
        private long bytes;

        Counted(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            bytes++;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            out.write(buffer, offset, length);
            bytes += length;
        }
    }
}
