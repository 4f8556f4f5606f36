package dev.slipway.project;

import dev.slipway.refusal.Refusal;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;

/**
 * No link leads out of its project: neither as it is written nor when the links on its way are followed. What a link passes that
 * is not there counts as a folder, so nothing that is added later makes it lead out.
 */
final class LinkRule {

    /** As many links as Linux follows. */
    private static final int MAX_HOPS = 40;

    /** Steps for all links of a tree together: links of links can be made to multiply. */
    private static final int MAX_STEPS = 5_000_000;

    private static final ImportTree.Folder NOTHING = new ImportTree.Folder("");

    private int steps;

    private LinkRule() {}

    /**
     * Checks all links below a folder.
     *
     * @throws Refusal INVALID with the first one that leads out
     */
    static void check(ImportTree.Folder root) {
        new LinkRule().check(root, List.of(root), "");
    }

    /** As {@link #check(ImportTree.Folder)}, for a tree in the object store. */
    static void check(SourceTree tree, ProjectLimits limits) throws IOException {
        ImportTree read = new ImportTree(limits);
        List<String> links = new ArrayList<>();
        tree.walk("", entry -> {
            FilePath path = new FilePath(Arrays.asList(entry.path().split("/", -1)));
            switch (entry) {
                case SourceEntry.Folder folder -> read.addFolder(path);
                case SourceEntry.File file -> read.add(path, leaf(path, EntryKind.FILE, file.blob(), ""));
                case SourceEntry.Link link -> {
                    links.add(link.path());
                    read.add(path, leaf(path, EntryKind.LINK, link.blob(), link.target()));
                }
            }
            return true;
        });
        if (!links.isEmpty()) {
            check(read.root());
        }
    }

    private static ImportTree.Leaf leaf(FilePath path, EntryKind kind, BlobId blob, String target) {
        return new ImportTree.Leaf(path.name(), kind, ObjectId.fromString(blob.value()), 0, target);
    }

    private void check(ImportTree.Folder folder, List<ImportTree.Folder> way, String prefix) {
        for (ImportTree.Node node : folder.children().values()) {
            switch (node) {
                case ImportTree.Folder inner -> {
                    List<ImportTree.Folder> deeper = new ArrayList<>(way);
                    deeper.add(inner);
                    check(inner, deeper, prefix + inner.name() + "/");
                }
                case ImportTree.Leaf leaf
                when leaf.kind() == EntryKind.LINK -> check(prefix + leaf.name(), leaf.target(), way);
                case ImportTree.Leaf file -> {}
            }
        }
    }

    private void check(String link, String target, List<ImportTree.Folder> way) {
        if (target.isEmpty() || target.startsWith("/") || target.indexOf('\\') >= 0 || target.matches("[A-Za-z]:.*")) {
            throw refusal(
                    link, "points to \"%s\", which is not a path inside the project".formatted(FilePath.shown(target)));
        }
        refuseWritten(link, target, way.size() - 1);
        follow(link, target, way);
    }

    private static void refuseWritten(String link, String target, int depth) {
        int level = depth;
        for (String part : target.split("/", -1)) {
            if (part.equals("..")) {
                level--;
            } else if (!part.isEmpty() && !part.equals(".")) {
                level++;
            }
            if (level < 0) {
                throw leaves(link);
            }
        }
    }

    private void follow(String link, String target, List<ImportTree.Folder> way) {
        ArrayDeque<ImportTree.Folder> here = new ArrayDeque<>(way);
        Deque<String> parts = new ArrayDeque<>(List.of(target.split("/", -1)));
        int hops = 0;
        while (!parts.isEmpty()) {
            if (++steps > MAX_STEPS) {
                throw refusal(link, "is one of too many links that lead through each other");
            }
            String part = parts.pop();
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (part.equals("..")) {
                here.removeLast();
                if (here.isEmpty()) {
                    throw leaves(link);
                }
                continue;
            }
            switch (here.getLast().child(part)) {
                case ImportTree.Folder folder -> here.addLast(folder);
                case ImportTree.Leaf next
                when next.kind() == EntryKind.LINK -> {
                    if (++hops > MAX_HOPS) {
                        throw refusal(link, "leads through more than %d links".formatted(MAX_HOPS));
                    }
                    String[] inner = next.target().split("/", -1);
                    if (next.target().startsWith("/")) {
                        throw leaves(link);
                    }
                    for (int i = inner.length - 1; i >= 0; i--) {
                        parts.push(inner[i]);
                    }
                }
                case ImportTree.Leaf file -> here.addLast(NOTHING);
                case null -> here.addLast(NOTHING);
            }
        }
    }

    private static Refusal leaves(String link) {
        return refusal(link, "leads out of the project");
    }

    private static Refusal refusal(String link, String why) {
        return Refusal.of(
                Refusal.Kind.INVALID,
                "link-leaves-project",
                "The link \"%s\" %s.".formatted(FilePath.shown(link), why));
    }
}
