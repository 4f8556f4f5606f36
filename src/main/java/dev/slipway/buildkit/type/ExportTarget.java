package dev.slipway.buildkit.type;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where on this side an exporter's bytes go. Folders and files appear all at once when the whole build has succeeded;
 * until then, and when it fails, there is nothing under their name.
 */
public sealed interface ExportTarget {

    /** A folder that is not there yet, or is empty. */
    static ExportTarget folder(Path path) {
        return new Folder(path, false, ExportLimits.DEFAULT);
    }

    /** A folder whose former content goes when the new one is complete. */
    static ExportTarget replacedFolder(Path path) {
        return new Folder(path, true, ExportLimits.DEFAULT);
    }

    /** A file, which takes the place of a former one. */
    static ExportTarget file(Path path) {
        return new File(path, ExportLimits.DEFAULT);
    }

    /** A stream, which is closed at the end. What it got of a build that failed is the caller's to throw away. */
    static ExportTarget stream(Sink sink) {
        return new Stream(sink, ExportLimits.DEFAULT);
    }

    /** What may arrive at most. */
    ExportLimits limits();

    /** A copy with other limits. */
    ExportTarget withLimits(ExportLimits limits);

    /** Opens the stream that an export is written to. */
    @FunctionalInterface
    interface Sink {

        /** @param metadata of {@code oci} and {@code docker} exports, {@code containerimage.digest} for instance */
        OutputStream open(Map<String, String> metadata) throws IOException;
    }

    /**
     * For the exporter {@code local}, or an OCI layout as a folder.
     *
     * @param replace whether there may be something already
     */
    record Folder(Path path, boolean replace, ExportLimits limits) implements ExportTarget {

        @Override
        public Folder withLimits(ExportLimits other) {
            return new Folder(path, replace, other);
        }
    }

    /** For the exporters {@code tar}, {@code oci} and {@code docker}. */
    record File(Path path, ExportLimits limits) implements ExportTarget {

        @Override
        public File withLimits(ExportLimits other) {
            return new File(path, other);
        }
    }

    /** For the exporters {@code tar}, {@code oci} and {@code docker}. */
    record Stream(Sink sink, ExportLimits limits) implements ExportTarget {

        @Override
        public Stream withLimits(ExportLimits other) {
            return new Stream(sink, other);
        }
    }

    /**
     * What an export may bring at most; BuildKit's protocol knows no limits of its own.
     *
     * @param bytes of all files together
     * @param entries files, folders and links
     */
    record ExportLimits(long bytes, long entries) {

        /** 256 GiB in four million entries. */
        public static final ExportLimits DEFAULT = new ExportLimits(256L << 30, 4_000_000);

        public ExportLimits {
            if (bytes < 0 || entries < 0) {
                throw new IllegalArgumentException(
                        "limits are not negative: %d bytes, %d entries".formatted(bytes, entries));
            }
        }
    }
}
