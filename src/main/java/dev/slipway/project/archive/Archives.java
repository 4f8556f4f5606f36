package dev.slipway.project.archive;

import dev.slipway.refusal.Refusal;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;

/**
 * Reads zip, tar, and tar compressed by gzip, bzip2, xz or zstd; which of them it is, its first bytes tell. Memory does not grow
 * with the archive.
 */
public final class Archives {

    /** {@code xz -9} needs 65 MiB to be read. */
    private static final int XZ_MEMORY_KIB = 80 * 1024;

    private Archives() {}

    /**
     * Reads a whole archive.
     *
     * @param body not closed
     * @param spool a folder for the copy of a zip, whose directory is at its end; the copy is deleted in any case
     * @throws Refusal when it is no archive, damaged, encrypted or over a limit
     * @throws UploadBroken when the body can't be read
     * @throws IOException when the visitor or the spool folder fails
     */
    public static void read(InputStream body, ArchiveLimits limits, Path spool, ArchiveVisitor visitor)
            throws IOException {
        InputStream upload = new BufferedInputStream(new UploadStream(body, limits.upload()), 1 << 16);
        ArchiveFormat format = ArchiveFormat.of(peek(upload, ArchiveFormat.PEEK_BYTES));
        if (format == ArchiveFormat.ZIP) {
            ZipArchive.read(upload, limits, spool, visitor);
            return;
        }
        InputStream plain = new BufferedInputStream(decompress(format, upload), 1 << 16);
        if (format != ArchiveFormat.TAR
                && ArchiveFormat.of(peek(plain, ArchiveFormat.PEEK_BYTES)) != ArchiveFormat.TAR) {
            throw ArchiveFormat.unsupported("What is compressed in it is no tar archive.");
        }
        TarArchive.read(plain, limits, visitor);
    }

    private static InputStream decompress(ArchiveFormat format, InputStream upload) {
        try {
            return switch (format) {
                case TAR -> upload;
                case TAR_GZ ->
                    GzipCompressorInputStream.builder()
                            .setInputStream(upload)
                            .setDecompressConcatenated(true)
                            .get();
                case TAR_BZ2 -> new BZip2CompressorInputStream(upload, true);
                case TAR_XZ ->
                    XZCompressorInputStream.builder()
                            .setInputStream(upload)
                            .setDecompressConcatenated(true)
                            .setMemoryLimitKiB(XZ_MEMORY_KIB)
                            .get();
                // The most memory that zstd takes without being asked is a window of 128 MiB.
                case TAR_ZST -> new ZstdCompressorInputStream(upload);
                case ZIP -> throw new IllegalArgumentException("A zip is no stream");
            };
        } catch (IOException | RuntimeException e) {
            throw Corrupt.archive(e);
        }
    }

    private static byte[] peek(InputStream stream, int length) {
        try {
            stream.mark(length);
            byte[] bytes = stream.readNBytes(length);
            stream.reset();
            return bytes;
        } catch (IOException | RuntimeException e) {
            throw Corrupt.archive(e);
        }
    }
}
