package dev.slipway.project.archive;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Counts a zip's entries and looks where they lie before anything is read into memory: the count that a zip declares is not
 * believed, and two entries that share bytes are the trick of a small zip that unpacks without end.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE 4.3.12 to 4.3.16</a>
 */
final class ZipCensus {

    private static final int LOCAL_HEADER_BYTES = 30;
    private static final int DIRECTORY_HEADER = 0x02014b50;
    private static final int DIRECTORY_HEADER_BYTES = 46;
    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int END64_LOCATOR = 0x07064b50;
    private static final int END64_LOCATOR_BYTES = 20;
    private static final int END64_BYTES = 56;
    private static final long IN_ZIP64 = 0xffffffffL;

    private final SeekableByteChannel zip;
    private final int limit;
    private long[] starts = new long[1024];
    private long[] ends = new long[1024];
    private int count;

    private ZipCensus(SeekableByteChannel zip, int limit) {
        this.zip = zip;
        this.limit = limit;
    }

    /** How many entries the directory really lists. */
    static int take(Path file, int limit) {
        try (SeekableByteChannel zip = Files.newByteChannel(file)) {
            ZipCensus census = new ZipCensus(zip, limit);
            census.count(census.findDirectory());
            census.refuseOverlap();
            return census.count;
        } catch (IOException | RuntimeException e) {
            throw Corrupt.archive(e);
        }
    }

    /** Where the central directory begins and ends. It must fill its place: two readers could see two directories otherwise. */
    private Extent findDirectory() throws IOException {
        long size = zip.size();
        int tailBytes = (int) Math.min(size, END_BYTES + 0xffff);
        ByteBuffer tail = read(size - tailBytes, tailBytes);
        for (int at = tailBytes - END_BYTES; at >= 0; at--) {
            if (tail.getInt(at) == END) {
                long end = size - tailBytes + at;
                long length = Integer.toUnsignedLong(tail.getInt(at + 12));
                return directoryOf(end, Integer.toUnsignedLong(tail.getInt(at + 16)), length);
            }
        }
        throw new IOException("no end of central directory");
    }

    private Extent directoryOf(long end, long offset, long length) throws IOException {
        if (end >= END64_LOCATOR_BYTES) {
            ByteBuffer locator = read(end - END64_LOCATOR_BYTES, END64_LOCATOR_BYTES);
            if (locator.getInt(0) == END64_LOCATOR) {
                long end64 = locator.getLong(8);
                ByteBuffer fields = read(end64, END64_BYTES);
                return Extent.of(fields.getLong(48), fields.getLong(40), end64);
            }
        }
        return Extent.of(offset, length, end);
    }

    private void count(Extent directory) throws IOException {
        long at = directory.start();
        while (at < directory.end()) {
            ByteBuffer header = read(at, DIRECTORY_HEADER_BYTES);
            if (header.getInt(0) != DIRECTORY_HEADER) {
                throw new IOException("the central directory is damaged");
            }
            if (count == limit) {
                throw Corrupt.tooManyEntries(limit);
            }
            int name = Short.toUnsignedInt(header.getShort(28));
            int extra = Short.toUnsignedInt(header.getShort(30));
            int comment = Short.toUnsignedInt(header.getShort(32));
            note(header, at + DIRECTORY_HEADER_BYTES + name, name, extra, directory.start());
            at += DIRECTORY_HEADER_BYTES + name + extra + comment;
        }
    }

    private void note(ByteBuffer header, long extraAt, int name, int extra, long directory) throws IOException {
        long packed = Integer.toUnsignedLong(header.getInt(20));
        long start = Integer.toUnsignedLong(header.getInt(42));
        if (packed == IN_ZIP64 || start == IN_ZIP64 || header.getInt(24) == -1) {
            ByteBuffer fields = zip64(read(extraAt, extra));
            if (header.getInt(24) == -1) {
                fields.getLong();
            }
            packed = packed == IN_ZIP64 ? fields.getLong() : packed;
            start = start == IN_ZIP64 ? fields.getLong() : start;
        }
        long end = Math.addExact(Math.addExact(start, LOCAL_HEADER_BYTES + name), packed);
        if (start < 0 || packed < 0 || end > directory) {
            throw new IOException("an entry lies outside of the archive");
        }
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        starts[count] = start;
        ends[count] = end;
        count++;
    }

    private static ByteBuffer zip64(ByteBuffer extra) throws IOException {
        while (extra.remaining() >= 4) {
            int id = Short.toUnsignedInt(extra.getShort());
            int length = Short.toUnsignedInt(extra.getShort());
            if (id == 1) {
                return extra;
            }
            extra.position(Math.min(extra.limit(), extra.position() + length));
        }
        throw new IOException("a size is missing");
    }

    private void refuseOverlap() throws IOException {
        Integer[] order = new Integer[count];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Long.compare(starts[a], starts[b]));
        for (int i = 1; i < count; i++) {
            if (starts[order[i]] < ends[order[i - 1]]) {
                throw new IOException("entries share the same bytes");
            }
        }
    }

    private ByteBuffer read(long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        zip.position(at);
        while (bytes.hasRemaining()) {
            if (zip.read(bytes) < 0) {
                throw new EOFException("the archive is cut off");
            }
        }
        return bytes.flip();
    }

    private record Extent(long start, long end) {

        static Extent of(long start, long length, long expectedEnd) throws IOException {
            if (start < 0 || length < 0 || start + length != expectedEnd) {
                throw new IOException("the central directory is not where the archive says");
            }
            return new Extent(start, expectedEnd);
        }
    }
}
