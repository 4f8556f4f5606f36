package dev.slipway.project;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * The files of one revision, read straight from the object store: nothing is checked out. Threads may share it.
 *
 * @see <a href="https://git-scm.com/docs/git-ls-tree">what a git tree holds</a>
 */
public final class SourceTree implements AutoCloseable {

    private final ObjectReader readers;
    private final @Nullable Repository repository;
    private final ObjectId tree;

    /** Closing the tree closes the repository. */
    SourceTree(Repository repository, ObjectId tree) {
        this.readers = repository.newObjectReader();
        this.repository = repository;
        this.tree = tree;
    }

    /** A tree that is not committed yet; the reader is that of its inserter. */
    SourceTree(ObjectReader uncommitted, ObjectId tree) {
        this.readers = uncommitted;
        this.repository = null;
        this.tree = tree;
    }

    /**
     * Visits all entries below a folder, depth first: a folder before what is in it, siblings by the unsigned bytes of their
     * names. That is the order in which BuildKit receives a context; git itself sorts a folder as if its name ended with
     * {@code /}.
     *
     * @param root a folder's path from the project's top, empty for the top itself; it is not visited
     * @return false when there is no such folder
     */
    public boolean walk(String root, SourceVisitor visitor) throws IOException {
        try (ObjectReader reader = readers.newReader()) {
            Optional<ObjectId> folder = folder(reader, root);
            if (folder.isEmpty()) {
                return false;
            }
            walk(reader, folder.get(), "", visitor);
            return true;
        }
    }

    /** The entry at a path from the project's top; links are not followed. */
    public Optional<SourceEntry> find(String path) throws IOException {
        try (ObjectReader reader = readers.newReader();
                TreeWalk walk = TreeWalk.forPath(reader, path, tree)) {
            return walk == null
                    ? Optional.empty()
                    : Optional.ofNullable(entry(reader, path, walk.getRawMode(0), walk.getObjectId(0)));
        }
    }

    /** A file's content; the caller closes the stream. */
    public InputStream open(BlobId blob) throws IOException {
        try (ObjectReader reader = readers.newReader()) {
            ObjectLoader content = reader.open(ObjectId.fromString(blob.value()), Constants.OBJ_BLOB);
            return content.isLarge() ? content.openStream() : new ByteArrayInputStream(content.getCachedBytes());
        }
    }

    @Override
    public void close() {
        readers.close();
        if (repository != null) {
            repository.close();
        }
    }

    private Optional<ObjectId> folder(ObjectReader reader, String root) throws IOException {
        if (root.isEmpty()) {
            return Optional.of(tree);
        }
        try (TreeWalk walk = TreeWalk.forPath(reader, root, tree)) {
            return walk == null || !walk.isSubtree() ? Optional.empty() : Optional.of(walk.getObjectId(0));
        }
    }

    private static void walk(ObjectReader reader, AnyObjectId folder, String prefix, SourceVisitor visitor)
            throws IOException {
        for (Child child : children(reader, folder)) {
            String path = prefix + child.name();
            SourceEntry entry = entry(reader, path, child.mode(), child.id());
            if (entry != null && visitor.visit(entry) && entry instanceof SourceEntry.Folder) {
                walk(reader, child.id(), path + "/", visitor);
            }
        }
    }

    private static List<Child> children(ObjectReader reader, AnyObjectId folder) throws IOException {
        List<Child> children = new ArrayList<>();
        CanonicalTreeParser parser = new CanonicalTreeParser(null, reader, folder);
        for (; !parser.eof(); parser.next()) {
            byte[] name = new byte[parser.getNameLength()];
            parser.getName(name, 0);
            children.add(new Child(
                    new String(name, StandardCharsets.ISO_8859_1),
                    parser.getEntryRawMode(),
                    parser.getEntryObjectId()));
        }
        children.sort(Comparator.comparing(Child::bytes));
        return children;
    }

    /** Null for what is no file of ours: a submodule's commit is data without content here. */
    private static @Nullable SourceEntry entry(ObjectReader reader, String path, int mode, ObjectId id)
            throws IOException {
        return switch (mode & FileMode.TYPE_MASK) {
            case FileMode.TYPE_TREE -> new SourceEntry.Folder(path);
            case FileMode.TYPE_FILE ->
                new SourceEntry.File(
                        path,
                        FileMode.EXECUTABLE_FILE.equals(mode),
                        reader.getObjectSize(id, Constants.OBJ_BLOB),
                        new BlobId(id.name()));
            case FileMode.TYPE_SYMLINK -> link(reader, path, id);
            default -> null;
        };
    }

    private static SourceEntry link(ObjectReader reader, String path, ObjectId id) throws IOException {
        byte[] target = reader.open(id, Constants.OBJ_BLOB).getBytes();
        return new SourceEntry.Link(
                path, new String(target, StandardCharsets.UTF_8), target.length, new BlobId(id.name()));
    }

    /**
     * An entry of a folder.
     *
     * @param bytes of the name, one in each character, so that strings compare as bytes do
     */
    private record Child(String bytes, int mode, ObjectId id) {

        String name() {
            return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }
    }
}
