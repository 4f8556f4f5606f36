package dev.slipway.project;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jgit.lib.ObjectLoader;

/** A file of a revision, to be read. */
public final class StoredFile {

    private final TreeEntry entry;
    private final ObjectLoader content;

    StoredFile(TreeEntry entry, ObjectLoader content) {
        this.entry = entry;
        this.content = content;
    }

    public TreeEntry entry() {
        return entry;
    }

    /** The content from its beginning; the caller closes it. */
    public InputStream open() throws IOException {
        return content.isLarge() ? content.openStream() : new ByteArrayInputStream(content.getCachedBytes());
    }
}
