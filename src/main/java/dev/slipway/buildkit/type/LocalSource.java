package dev.slipway.buildkit.type;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * A tree of files that a build may read, a build context for instance. It is a snapshot: it answers alike while a build
 * runs. Methods are called from several threads at once.
 */
public interface LocalSource {

    /**
     * The entries of one directory, in any order.
     *
     * @param directory path of an entry of kind {@code DIRECTORY}, or empty for the root
     */
    List<SourceEntry> list(String directory) throws IOException;

    /** The content of a file that {@link #list} gave. The caller closes it. */
    InputStream open(SourceEntry file) throws IOException;
}
