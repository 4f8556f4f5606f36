package dev.slipway.project.archive;

import dev.slipway.refusal.Refusal;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** Reads a tar, plain or GNU or POSIX (pax), as it streams by. */
final class TarArchive {

    /** Headers of one entry with its long names and pax records: what the parser may hold in memory. */
    private static final long HEADER_BYTES = 1 << 20;

    /** Zeros that may follow the end, to fill a tape's record. */
    private static final long PADDING_BYTES = 16 << 20;

    private TarArchive() {}

    static void read(InputStream plain, ArchiveLimits limits, ArchiveVisitor visitor) throws IOException {
        Metered metered = new Metered(plain);
        EndAware tar = new EndAware(metered);
        int count = 0;
        for (TarArchiveEntry entry = next(tar, metered); entry != null; entry = next(tar, metered)) {
            if (++count > limits.entries()) {
                throw Corrupt.tooManyEntries(limits.entries());
            }
            visit(tar, entry, limits, visitor);
        }
        if (!tar.ended) {
            throw Corrupt.archive(new IOException("no end-of-archive record"));
        }
        drain(plain);
    }

    private static @Nullable TarArchiveEntry next(EndAware tar, Metered metered) {
        metered.allow(HEADER_BYTES);
        try {
            return tar.getNextEntry();
        } catch (IOException | RuntimeException e) {
            throw Corrupt.archive(e);
        } finally {
            metered.allow(Long.MAX_VALUE);
        }
    }

    private static void visit(EndAware tar, TarArchiveEntry entry, ArchiveLimits limits, ArchiveVisitor visitor)
            throws IOException {
        ArchiveEntry.Type type = typeOf(entry);
        String target = switch (type) {
            case LINK, HARD_LINK -> entry.getLinkName();
            case FILE, FOLDER, SPECIAL -> "";
        };
        if (target.getBytes(StandardCharsets.UTF_8).length > limits.targetBytes()) {
            throw Refusal.of(
                    Refusal.Kind.INVALID,
                    "link-too-long",
                    "The link \"%s\" has a target longer than %d bytes."
                            .formatted(Corrupt.shown(entry.getName()), limits.targetBytes()));
        }
        long size = type == ArchiveEntry.Type.FILE ? entry.getRealSize() : 0;
        if (size < 0) {
            throw Corrupt.entry(entry.getName(), "has a negative size");
        }
        ArchiveEntry shown = new ArchiveEntry(entry.getName(), type, entry.getMode() & 07777, size, target);
        if (type == ArchiveEntry.Type.FILE) {
            EntryStream content = new EntryStream(entry.getName(), tar, size, -1);
            visitor.visit(shown, content);
            content.finish();
        } else {
            visitor.visit(shown, new ByteArrayInputStream(new byte[0]));
        }
    }

    private static ArchiveEntry.Type typeOf(TarArchiveEntry entry) {
        if (entry.isSymbolicLink()) {
            return ArchiveEntry.Type.LINK;
        }
        if (entry.isLink()) {
            return ArchiveEntry.Type.HARD_LINK;
        }
        if (entry.isFIFO() || entry.isCharacterDevice() || entry.isBlockDevice()) {
            return ArchiveEntry.Type.SPECIAL;
        }
        return entry.isDirectory() ? ArchiveEntry.Type.FOLDER : ArchiveEntry.Type.FILE;
    }

    /** To the last byte, so that a compressed archive that is cut off or has a wrong checksum at its end is found. */
    private static void drain(InputStream plain) {
        byte[] buffer = new byte[8192];
        long count = 0;
        try {
            for (int n = plain.read(buffer); n >= 0; n = plain.read(buffer)) {
                count += n;
                if (count > PADDING_BYTES) {
                    throw new IOException("more follows the end of the archive");
                }
            }
        } catch (IOException | RuntimeException e) {
            throw Corrupt.archive(e);
        }
    }

    /** Refuses to hand out more than allowed: headers may be as long as they declare otherwise, and are kept in memory. */
    private static final class Metered extends FilterInputStream {

        private long allowed;

        Metered(InputStream in) {
            super(in);
        }

        void allow(long bytes) {
            allowed = bytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (allowed <= 0 && length > 0) {
                throw new IOException("the header of an entry has more than " + HEADER_BYTES + " bytes");
            }
            int n = in.read(target, offset, (int) Math.min(length, allowed));
            allowed -= Math.max(n, 0);
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

    /** Knows whether the archive's own end was seen: without it, it was cut off between two entries. */
    private static final class EndAware extends TarArchiveInputStream {

        private boolean ended;

        EndAware(InputStream in) {
            super(in, StandardCharsets.UTF_8.name());
        }

        @Override
        protected boolean isEOFRecord(byte @Nullable [] header) {
            boolean end = super.isEOFRecord(header);
            ended |= end && header != null;
            return end;
        }
    }
}
