package dev.slipway.project.archive;

import java.io.IOException;
import java.io.InputStream;

/** Told of each entry of an archive, in the archive's order. */
@FunctionalInterface
public interface ArchiveVisitor {

    /**
     * Takes an entry.
     *
     * @param content of a file, {@link ArchiveEntry#size} bytes; empty otherwise. A fault of the archive or of the upload comes
     *     out of it as a refusal or {@link UploadBroken}, never as a plain {@link IOException}
     * @throws IOException when the visitor's own store fails
     */
    void visit(ArchiveEntry entry, InputStream content) throws IOException;
}
