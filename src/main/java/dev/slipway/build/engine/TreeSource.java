package dev.slipway.build.engine;

import dev.slipway.buildkit.type.LocalSource;
import dev.slipway.buildkit.type.SourceEntry;
import dev.slipway.project.BlobId;
import dev.slipway.project.SourceTree;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A folder of a commit as BuildKit's local source. BuildKit asks again for a file only when its size, mode or time differ,
 * and git keeps no times: the time is a fixed second and nanoseconds from the content's id, so that changed content is seen
 * and unchanged content never sent again. See docs/decisions/0005-a-build-context-is-a-commits-tree.md.
 */
final class TreeSource implements LocalSource {

    /** 2000-01-01T00:00:00Z; zip, and with it Python's wheels, knows no time before 1980. */
    private static final long SECOND = 946_684_800L;

    private static final long NANOS = 1_000_000_000L;
    private static final int FILE = 0644;
    private static final int EXECUTABLE = 0755;
    private static final int FOLDER = 0755;

    private final SourceTree tree;
    private final String root;
    private final Map<String, BlobId> blobs = new ConcurrentHashMap<>();

    /** @param root folder of the tree, empty for its top */
    TreeSource(SourceTree tree, String root) {
        this.tree = tree;
        this.root = root;
    }

    @Override
    public List<SourceEntry> list(String directory) throws IOException {
        List<SourceEntry> entries = new ArrayList<>();
        tree.walk(join(root, directory), entry -> {
            entries.add(entry(directory, entry));
            return false;
        });
        return entries;
    }

    @Override
    public InputStream open(SourceEntry file) throws IOException {
        BlobId blob = blobs.get(file.path());
        if (blob == null) {
            throw new FileNotFoundException(file.path());
        }
        return tree.open(blob);
    }

    private SourceEntry entry(String directory, dev.slipway.project.SourceEntry entry) {
        String path = join(directory, entry.path());
        return switch (entry) {
            case dev.slipway.project.SourceEntry.Folder folder -> SourceEntry.directory(path, FOLDER, SECOND * NANOS);
            case dev.slipway.project.SourceEntry.File file -> {
                blobs.put(path, file.blob());
                yield SourceEntry.file(path, file.executable() ? EXECUTABLE : FILE, file.size(), time(file.blob()));
            }
            case dev.slipway.project.SourceEntry.Link link -> SourceEntry.link(path, link.target(), time(link.blob()));
        };
    }

    static long time(BlobId blob) {
        return SECOND * NANOS + Long.parseLong(blob.value(), 0, 15, 16) % NANOS;
    }

    private static String join(String folder, String name) {
        if (folder.isEmpty() || name.isEmpty()) {
            return folder + name;
        }
        return folder + "/" + name;
    }
}
