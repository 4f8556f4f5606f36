package dev.slipway.project;

import dev.slipway.refusal.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/** Puts one entry into a tree or takes it out: only the folders on its path are written anew. */
final class TreeEdit {

    private final ObjectReader reader;
    private final ObjectInserter inserter;

    TreeEdit(ObjectReader reader, ObjectInserter inserter) {
        this.reader = reader;
        this.inserter = inserter;
    }

    /** A file, link or folder in a tree. */
    record Item(FileMode mode, ObjectId id) {

        boolean isFolder() {
            return FileMode.TREE.equals(mode);
        }

        /** The kind of a file or link; empty for a folder and for a submodule. */
        Optional<EntryKind> kind() {
            for (EntryKind kind : EntryKind.values()) {
                if (kind.fileMode().equals(mode.getBits())) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /** What is at the path; links are not followed. */
    Optional<Item> find(ObjectId tree, FilePath path) throws IOException {
        Item item = new Item(FileMode.TREE, tree);
        for (String part : path.parts()) {
            Item next = item.isFolder() ? read(item.id()).get(part) : null;
            if (next == null) {
                return Optional.empty();
            }
            item = next;
        }
        return Optional.of(item);
    }

    /**
     * The tree with the item at the path, in place of a file that may be there.
     *
     * @throws Refusal CONFLICT when a file or link stands where the path needs a folder
     */
    ObjectId put(ObjectId tree, FilePath path, Item item) throws IOException {
        return put(Optional.of(tree), path, 0, item);
    }

    /** The tree without what is at the path, and without folders that are empty then. */
    ObjectId remove(ObjectId tree, FilePath path) throws IOException {
        Optional<ObjectId> rest = remove(tree, path.parts());
        return rest.isPresent() ? rest.get() : inserter.insert(Constants.OBJ_TREE, new byte[0]);
    }

    private ObjectId put(Optional<ObjectId> folder, FilePath path, int depth, Item item) throws IOException {
        Map<String, Item> items = folder.isPresent() ? read(folder.get()) : new HashMap<>();
        String name = path.parts().get(depth);
        if (depth == path.parts().size() - 1) {
            items.put(name, item);
            return write(items);
        }
        Item inner = items.get(name);
        if (inner != null && !inner.isFolder()) {
            throw Refusal.of(
                    Refusal.Kind.CONFLICT,
                    "not-a-folder",
                    "\"%s\" is a file, so \"%s\" can't be in it."
                            .formatted(String.join("/", path.parts().subList(0, depth + 1)), path));
        }
        ObjectId changed = put(Optional.ofNullable(inner).map(Item::id), path, depth + 1, item);
        items.put(name, new Item(FileMode.TREE, changed));
        return write(items);
    }

    private Optional<ObjectId> remove(ObjectId folder, List<String> parts) throws IOException {
        Map<String, Item> items = read(folder);
        String name = parts.getFirst();
        Item inner = items.remove(name);
        if (inner != null && parts.size() > 1 && inner.isFolder()) {
            remove(inner.id(), parts.subList(1, parts.size()))
                    .ifPresent(rest -> items.put(name, new Item(FileMode.TREE, rest)));
        }
        return items.isEmpty() ? Optional.empty() : Optional.of(write(items));
    }

    private Map<String, Item> read(ObjectId folder) throws IOException {
        Map<String, Item> items = new HashMap<>();
        CanonicalTreeParser parser = new CanonicalTreeParser(null, reader, folder);
        for (; !parser.eof(); parser.next()) {
            byte[] name = new byte[parser.getNameLength()];
            parser.getName(name, 0);
            items.put(
                    new String(name, StandardCharsets.UTF_8),
                    new Item(parser.getEntryFileMode(), parser.getEntryObjectId()));
        }
        return items;
    }

    private ObjectId write(Map<String, Item> items) throws IOException {
        return GitOrder.write(
                inserter,
                items.entrySet().stream()
                        .map(entry -> new GitOrder.Child(
                                entry.getKey(),
                                entry.getValue().mode(),
                                entry.getValue().id()))
                        .toList());
    }
}
