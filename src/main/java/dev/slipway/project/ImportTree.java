package dev.slipway.project;

import dev.slipway.refusal.Refusal;
import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.jspecify.annotations.Nullable;

/**
 * The files of an upload while it is read: names, modes and blob ids, so that every rule is asked before anything is visible. It
 * grows with the number of entries, never with their content.
 *
 * <p>Names that differ only by case stay two files, as in git and on Linux. Names that differ only by Unicode form are refused:
 * nobody can tell them apart, and other systems take them for one.
 */
final class ImportTree {

    private final ProjectLimits limits;
    private Folder root = new Folder("");
    private int folders;

    ImportTree(ProjectLimits limits) {
        this.limits = limits;
    }

    /** What stands at a name. */
    sealed interface Node {
        String name();
    }

    record Folder(String name, Map<String, Node> children) implements Node {

        Folder(String name) {
            this(name, HashMap.newHashMap(4));
        }

        @Nullable
        Node child(String name) {
            return children.get(key(name));
        }

        /** Names that look the same have the same key. */
        private static String key(String name) {
            return Normalizer.normalize(name, Normalizer.Form.NFC);
        }
    }

    /**
     * A file or link.
     *
     * @param target of a link, empty for a file
     */
    record Leaf(String name, EntryKind kind, ObjectId blob, long size, String target) implements Node {}

    /** Adds a folder; one that is there already is fine. */
    void addFolder(FilePath path) {
        folder(path, path.parts().size());
    }

    /**
     * Adds a file or link.
     *
     * @throws Refusal INVALID when the name is taken
     */
    void add(FilePath path, Leaf leaf) {
        Folder folder = folder(path, path.parts().size() - 1);
        Node there = folder.child(path.name());
        if (there != null) {
            throw taken(path, there);
        }
        folder.children.put(Folder.key(path.name()), leaf);
    }

    /** The file at a path, for a hard link. */
    Optional<Leaf> find(FilePath path) {
        Node node = root;
        for (String part : path.parts()) {
            node = node instanceof Folder folder ? folder.child(part) : null;
            if (node == null || !node.name().equals(part)) {
                return Optional.empty();
            }
        }
        return node instanceof Leaf leaf ? Optional.of(leaf) : Optional.empty();
    }

    /** Makes the only top folder the top. */
    void strip() {
        root = (Folder) root.children.values().iterator().next();
    }

    /** Whether everything lies in one top folder. */
    boolean hasSingleTopFolder() {
        return root.children.size() == 1 && root.children.values().iterator().next() instanceof Folder;
    }

    /** Drops folders that hold no file, which git can't keep; the answer names the topmost ones. */
    List<String> dropEmptyFolders() {
        List<String> dropped = new ArrayList<>();
        dropEmptyFolders(root, "", dropped);
        return dropped;
    }

    Folder root() {
        return root;
    }

    /** Writes the tree objects; the blobs are there. */
    ObjectId write(ObjectInserter inserter) throws IOException {
        return root.children.isEmpty() ? inserter.insert(Constants.OBJ_TREE, new byte[0]) : write(root, inserter);
    }

    private Folder folder(FilePath path, int depth) {
        Folder folder = root;
        for (int i = 0; i < depth; i++) {
            String part = path.parts().get(i);
            Node there = folder.child(part);
            if (there instanceof Folder known && known.name().equals(part)) {
                folder = known;
            } else if (there == null) {
                folder = addFolder(folder, part);
            } else {
                throw taken(new FilePath(path.parts().subList(0, i + 1)), there);
            }
        }
        return folder;
    }

    private Folder addFolder(Folder parent, String name) {
        if (++folders > limits.entries()) {
            throw Refusal.of(
                    Refusal.Kind.TOO_LARGE,
                    "too-many-entries",
                    "The archive has more than %d folders, the limit for an upload.".formatted(limits.entries()));
        }
        Folder made = new Folder(name);
        parent.children.put(Folder.key(name), made);
        return made;
    }

    private static Refusal taken(FilePath path, Node there) {
        String shown = FilePath.shown(path.value());
        if (!there.name().equals(path.name())) {
            return Refusal.of(
                    Refusal.Kind.INVALID,
                    "look-alike-names",
                    "The archive has \"%s\" twice, in two Unicode forms. Rename one of them.".formatted(shown));
        }
        return Refusal.of(
                Refusal.Kind.INVALID, "duplicate-entry", "The archive has \"%s\" more than once.".formatted(shown));
    }

    /** Whether anything is left in it. */
    private static boolean dropEmptyFolders(Folder folder, String prefix, List<String> dropped) {
        List<String> empty = new ArrayList<>();
        for (Iterator<Node> nodes = folder.children.values().iterator(); nodes.hasNext(); ) {
            if (nodes.next() instanceof Folder inner) {
                List<String> below = new ArrayList<>();
                if (dropEmptyFolders(inner, prefix + inner.name() + "/", below)) {
                    dropped.addAll(below);
                } else {
                    nodes.remove();
                    empty.add(prefix + inner.name());
                }
            }
        }
        dropped.addAll(empty);
        return !folder.children.isEmpty();
    }

    private static ObjectId write(Folder folder, ObjectInserter inserter) throws IOException {
        List<GitOrder.Child> children = new ArrayList<>(folder.children.size());
        for (Node node : folder.children.values()) {
            children.add(
                    switch (node) {
                        case Folder inner -> new GitOrder.Child(inner.name(), FileMode.TREE, write(inner, inserter));
                        case Leaf leaf ->
                            new GitOrder.Child(leaf.name(), leaf.kind().fileMode(), leaf.blob());
                    });
        }
        return GitOrder.write(inserter, children);
    }
}
