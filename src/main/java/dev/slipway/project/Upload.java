package dev.slipway.project;

import dev.slipway.project.archive.ArchiveEntry;
import dev.slipway.project.archive.ArchiveVisitor;
import dev.slipway.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

/** One upload while it is read: keeps the rules of names, sizes and modes, and notes what git can't hold. */
final class Upload implements ArchiveVisitor {

    /** Content up to this size is held in memory, and stored once however often it occurs. */
    private static final int WHOLE_BYTES = 1 << 20;

    /** Permissions that are no news: what {@code umask} makes of a file or a program, and none at all. */
    private static final Set<Integer> USUAL_MODES = Set.of(0, 0644, 0664, 0666, 0755, 0775, 0777);

    private static final int SET_BITS = 07000;

    private final ObjectInserter inserter;
    private final ProjectLimits limits;
    private final ContentDigests digests;
    private final ImportTree tree;
    private final LeftOutList leftOut = new LeftOutList();
    private final Set<String> tops = new HashSet<>();
    private long bytes;
    private long files;

    Upload(ObjectInserter inserter, ProjectLimits limits, ContentDigests digests) {
        this.inserter = inserter;
        this.limits = limits;
        this.digests = digests;
        this.tree = new ImportTree(limits);
    }

    record Result(ObjectId tree, long files, long bytes, List<LeftOut> leftOut) {}

    @Override
    public void visit(ArchiveEntry entry, InputStream content) throws IOException {
        FilePath path = FilePath.parse(entry.name(), limits);
        if (path.parts().isEmpty() || isLeftOut(path)) {
            count(entry.size());
            return;
        }
        noteTop(path.parts().getFirst());
        switch (entry.type()) {
            case FOLDER -> tree.addFolder(path);
            case FILE -> addFile(path, entry, content);
            case LINK -> addLink(path, entry.target());
            case HARD_LINK -> addHardLink(path, entry.target());
            case SPECIAL ->
                throw Refusal.of(
                        Refusal.Kind.INVALID,
                        "not-a-file",
                        "\"%s\" is a device, a fifo or a socket, which a project can't hold."
                                .formatted(FilePath.shown(entry.name())));
        }
    }

    /** Keeps the rules that need the whole tree, and writes it. */
    Result finish() throws IOException {
        if (tops.size() == 1 && tree.hasSingleTopFolder()) {
            tree.strip();
            leftOut.strip(tops.iterator().next());
        }
        tree.dropEmptyFolders().forEach(path -> leftOut.add(path, "empty folder"));
        if (files == 0) {
            throw Refusal.of(Refusal.Kind.INVALID, "archive-empty", "The archive holds no file. Nothing was changed.");
        }
        LinkRule.check(tree.root());
        return new Result(tree.write(inserter), files, bytes, leftOut.items());
    }

    private boolean isLeftOut(FilePath path) {
        List<String> parts = path.parts();
        for (int i = 0; i < parts.size(); i++) {
            if (FilePath.isGitFolder(parts.get(i))) {
                noteTop(i == 0 ? "" : parts.getFirst());
                leftOut.add(String.join("/", parts.subList(0, i + 1)), "git's own folder");
                return true;
            }
        }
        if (parts.getFirst().equals("__MACOSX")) {
            leftOut.add("__MACOSX", "macOS metadata");
            return true;
        }
        return false;
    }

    /** Two are enough to know that there is more than one. */
    private void noteTop(String name) {
        if (tops.size() < 2) {
            tops.add(name);
        }
    }

    private void addFile(FilePath path, ArchiveEntry entry, InputStream content) throws IOException {
        count(entry.size());
        noteMode(path, entry.mode());
        EntryKind kind = (entry.mode() & 0100) == 0 ? EntryKind.FILE : EntryKind.EXECUTABLE;
        ObjectId blob = entry.size() <= WHOLE_BYTES
                ? insertWhole(content.readNBytes((int) entry.size()))
                : insertStreaming(entry.size(), content);
        add(path, new ImportTree.Leaf(path.name(), kind, blob, entry.size(), ""));
    }

    private ObjectId insertWhole(byte[] content) throws IOException {
        ObjectId blob = inserter.insert(Constants.OBJ_BLOB, content);
        digests.remember(blob, ContentDigests.sha256().digest(content));
        return blob;
    }

    private ObjectId insertStreaming(long size, InputStream content) throws IOException {
        DigestInputStream digesting = new DigestInputStream(content, ContentDigests.sha256());
        ObjectId blob = inserter.insert(Constants.OBJ_BLOB, size, digesting);
        digests.remember(blob, digesting.getMessageDigest().digest());
        return blob;
    }

    private void addLink(FilePath path, String target) throws IOException {
        if (target.codePoints().anyMatch(c -> Character.isISOControl(c) || c == 0xFFFD)) {
            throw Refusal.of(
                    Refusal.Kind.INVALID,
                    "invalid-path",
                    "The link \"%s\" has a target that can't be shown safely.".formatted(path));
        }
        byte[] content = target.getBytes(StandardCharsets.UTF_8);
        count(content.length);
        add(path, new ImportTree.Leaf(path.name(), EntryKind.LINK, insertWhole(content), content.length, target));
    }

    private void addHardLink(FilePath path, String target) {
        ImportTree.Leaf same = tree.find(FilePath.parse(target, limits))
                .orElseThrow(() -> Refusal.of(
                        Refusal.Kind.INVALID,
                        "link-leaves-project",
                        "The hard link \"%s\" is to \"%s\", which is no earlier file of the archive."
                                .formatted(path, FilePath.shown(target))));
        count(same.size());
        add(path, new ImportTree.Leaf(path.name(), same.kind(), same.blob(), same.size(), same.target()));
    }

    private void add(FilePath path, ImportTree.Leaf leaf) {
        tree.add(path, leaf);
        files++;
    }

    private void noteMode(FilePath path, int mode) {
        if ((mode & SET_BITS) != 0) {
            leftOut.add(path.value(), "setuid, setgid or sticky bit");
        } else if (!USUAL_MODES.contains(mode)) {
            leftOut.add(path.value(), "permissions %04o; git knows 0644 and 0755".formatted(mode));
        }
    }

    private void count(long size) {
        bytes += size;
        if (bytes > limits.content().toBytes() || size > limits.content().toBytes()) {
            throw Refusal.of(
                    Refusal.Kind.TOO_LARGE,
                    "content-too-large",
                    "The files of the archive have more than %d bytes together, the limit for an upload."
                            .formatted(limits.content().toBytes()));
        }
    }
}
