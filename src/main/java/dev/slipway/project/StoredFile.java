package dev.slipway.project;

import java.io.IOException;
import java.io.InputStream;

/** A file of a revision, to be read. */
public final class StoredFile {

    private final TreeEntry entry;
    private final Opening opening;

    StoredFile(TreeEntry entry, Opening opening) {
        this.entry = entry;
        this.opening = opening;
    }

    public TreeEntry entry() {
        return entry;
    }

    /** The content from its beginning; the caller closes it. */
    public InputStream open() throws IOException {
        return opening.open();
    }

    /** Opens the content. */
    @FunctionalInterface
    interface Opening {
        InputStream open() throws IOException;
    }
}
