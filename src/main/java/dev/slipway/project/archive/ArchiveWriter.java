package dev.slipway.project.archive;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;

/** Writes an archive as a stream, with Unix modes, links and UTF-8 names. It holds nothing that must be closed. */
public abstract sealed class ArchiveWriter {

    private static final int FILE_MODE = 0644;
    private static final int PROGRAM_MODE = 0755;

    private ArchiveWriter() {}

    /** A zip; {@code out} stays open. */
    public static ArchiveWriter zip(OutputStream out, Instant time) {
        return new Zip(out, time);
    }

    /** A tar compressed by gzip; {@code out} stays open. */
    public static ArchiveWriter tarGz(OutputStream out, Instant time) throws IOException {
        return new Tar(out, time);
    }

    /** Adds a file of {@code size} bytes. */
    public abstract void file(String path, boolean executable, long size, InputStream content) throws IOException;

    /** Adds a symbolic link. */
    public abstract void link(String path, String target) throws IOException;

    /** Writes what stands at an archive's end. Without it the archive is cut off, and its reader sees that. */
    public abstract void finish() throws IOException;

    static <E extends ArchiveEntry> void put(ArchiveOutputStream<E> archive, E entry, InputStream content)
            throws IOException {
        archive.putArchiveEntry(entry);
        content.transferTo(archive);
        archive.closeArchiveEntry();
    }

    private static final class Zip extends ArchiveWriter {

        private final ZipArchiveOutputStream archive;
        private final Instant time;

        Zip(OutputStream out, Instant time) {
            this.archive = new ZipArchiveOutputStream(new Unclosed(out));
            this.archive.setLevel(Deflater.BEST_SPEED);
            this.time = time;
        }

        @Override
        public void file(String path, boolean executable, long size, InputStream content) throws IOException {
            ZipArchiveEntry entry = entry(path);
            entry.setUnixMode(UnixStat.FILE_FLAG | (executable ? PROGRAM_MODE : FILE_MODE));
            put(archive, entry, content);
        }

        @Override
        public void link(String path, String target) throws IOException {
            ZipArchiveEntry entry = entry(path);
            entry.setUnixMode(UnixStat.LINK_FLAG | 0777);
            archive.putArchiveEntry(entry);
            archive.write(target.getBytes(StandardCharsets.UTF_8));
            archive.closeArchiveEntry();
        }

        @Override
        public void finish() throws IOException {
            archive.close();
        }

        private ZipArchiveEntry entry(String path) {
            ZipArchiveEntry entry = new ZipArchiveEntry(path);
            entry.setTime(FileTime.from(time));
            return entry;
        }
    }

    private static final class Tar extends ArchiveWriter {

        private final TarArchiveOutputStream archive;
        private final Instant time;

        Tar(OutputStream out, Instant time) throws IOException {
            this.archive = new TarArchiveOutputStream(
                    new GzipCompressorOutputStream(new Unclosed(out)), StandardCharsets.UTF_8.name());
            this.archive.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            this.archive.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            this.archive.setAddPaxHeadersForNonAsciiNames(true);
            this.time = time;
        }

        @Override
        public void file(String path, boolean executable, long size, InputStream content) throws IOException {
            TarArchiveEntry entry = new TarArchiveEntry(path, true);
            entry.setMode(executable ? PROGRAM_MODE : FILE_MODE);
            entry.setSize(size);
            entry.setModTime(FileTime.from(time));
            put(archive, entry, content);
        }

        @Override
        public void link(String path, String target) throws IOException {
            TarArchiveEntry entry = new TarArchiveEntry(path, TarConstants.LF_SYMLINK, true);
            entry.setLinkName(target);
            entry.setMode(0777);
            entry.setModTime(FileTime.from(time));
            archive.putArchiveEntry(entry);
            archive.closeArchiveEntry();
        }

        @Override
        public void finish() throws IOException {
            archive.close();
        }
    }

    /** Leaves the caller's stream open. */
    private static final class Unclosed extends FilterOutputStream {

        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
