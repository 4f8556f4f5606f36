package dev.slipway.project;

import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilterGroup;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.springframework.stereotype.Service;

/** Reads a project's files and history, and saves single files: each change is a commit on {@code main}. */
@Service
public class ProjectFiles {

    private final Repositories repositories;
    private final SourceTrees sources;
    private final ProjectLimits limits;

    ProjectFiles(Repositories repositories, SourceTrees sources, ProjectLimits limits) {
        this.repositories = repositories;
        this.sources = sources;
        this.limits = limits;
    }

    /** The newest revision. */
    public Revision head(ProjectId project) {
        return reading(project, repository -> new MainBranch(repository).head());
    }

    /**
     * All files and links of a revision, a folder's siblings in the byte order of their names.
     *
     * @throws Refusal NOT_FOUND when there is no such revision
     */
    public List<TreeEntry> tree(ProjectId project, Revision revision) {
        try (SourceTree tree = sources.open(project, revision)) {
            List<TreeEntry> entries = new ArrayList<>();
            tree.walk("", entry -> {
                treeEntry(entry).ifPresent(entries::add);
                return true;
            });
            return List.copyOf(entries);
        } catch (IOException e) {
            throw StorageTrouble.of("read project " + project, e);
        }
    }

    /** Paths of what looks like a Dockerfile, those nearest to the top first; see {@link DockerfileNames}. */
    public List<String> dockerfiles(ProjectId project, Revision revision) {
        try (SourceTree tree = sources.open(project, revision)) {
            return DockerfileNames.in(tree);
        } catch (IOException e) {
            throw StorageTrouble.of("read project " + project, e);
        }
    }

    /**
     * A file; of a link, its target.
     *
     * @throws Refusal NOT_FOUND when there is no such revision, or no such file in it
     */
    public StoredFile read(ProjectId project, Revision revision, FilePath path) {
        try (SourceTree tree = sources.open(project, revision)) {
            TreeEntry entry =
                    tree.find(path.value()).flatMap(ProjectFiles::treeEntry).orElseThrow(Refusal::notFound);
            return new StoredFile(entry, () -> repositories.openBlob(project, entry.blob()));
        } catch (IOException e) {
            throw StorageTrouble.of("read project " + project, e);
        }
    }

    /**
     * Saves a file; one that is there keeps its mode.
     *
     * @param content not closed
     * @param message blank for one that names the path
     * @return the new revision, or the newest when the file has this content already
     * @throws Refusal PRECONDITION_FAILED, TOO_LARGE, or CONFLICT when a folder or link is there
     */
    public Revision save(
            ProjectId project, FilePath path, InputStream content, Expected expected, Author author, String message)
            throws IOException {
        byte[] bytes = content.readNBytes(Math.toIntExact(limits.file().toBytes() + 1));
        if (bytes.length > limits.file().toBytes()) {
            throw Refusal.of(
                    Refusal.Kind.TOO_LARGE,
                    "file-too-large",
                    "\"%s\" is larger than %d bytes, the limit for a file that is saved on its own. Upload an archive."
                            .formatted(
                                    FilePath.shown(path.value()), limits.file().toBytes()));
        }
        return committing(project, author, message.isBlank() ? "Save " + path : message, (reader, inserter, tree) -> {
            TreeEdit edit = new TreeEdit(reader, inserter);
            Optional<TreeEdit.Item> there = edit.find(tree, path);
            check(expected, path, there);
            EntryKind kind = there.map(item ->
                            item.kind().filter(known -> known != EntryKind.LINK).orElseThrow(() -> notAFile(path)))
                    .orElse(EntryKind.FILE);
            ObjectId blob = inserter.insert(Constants.OBJ_BLOB, bytes);
            return edit.put(tree, path, new TreeEdit.Item(kind.fileMode(), blob));
        });
    }

    /**
     * Deletes a file, a link, or a folder with all that is in it.
     *
     * @throws Refusal NOT_FOUND, PRECONDITION_FAILED
     */
    public Revision delete(ProjectId project, FilePath path, Expected expected, Author author, String message) {
        return committing(project, author, message.isBlank() ? "Delete " + path : message, (reader, inserter, tree) -> {
            TreeEdit edit = new TreeEdit(reader, inserter);
            Optional<TreeEdit.Item> there = edit.find(tree, path);
            check(expected, path, there);
            if (there.isEmpty()) {
                throw Refusal.notFound();
            }
            return edit.remove(tree, path);
        });
    }

    /**
     * Moves or renames a file, a link or a folder.
     *
     * @throws Refusal NOT_FOUND when nothing is at {@code from}, CONFLICT when something is at {@code to}, INVALID when a link
     *     would leave the project then
     */
    public Revision move(ProjectId project, FilePath from, FilePath to, Author author, String message) {
        String title = message.isBlank() ? "Move " + from + " to " + to : message;
        return committing(project, author, title, (reader, inserter, tree) -> {
            TreeEdit edit = new TreeEdit(inserter.newReader(), inserter);
            TreeEdit.Item moved = edit.find(tree, from).orElseThrow(Refusal::notFound);
            if (to.value().startsWith(from.value() + "/")) {
                throw Refusal.invalid("/to", "into-itself", "A folder can't be moved into itself.");
            }
            if (edit.find(tree, to).isPresent()) {
                throw Refusal.of(
                        Refusal.Kind.CONFLICT,
                        "path-taken",
                        "\"%s\" is there already.".formatted(FilePath.shown(to.value())));
            }
            ObjectId changed = edit.put(edit.remove(tree, from), to, moved);
            LinkRule.check(new SourceTree(inserter.newReader(), changed), limits);
            return changed;
        });
    }

    /**
     * The history, newest first.
     *
     * @param path only revisions that changed this file or folder; empty for all
     */
    public Page<RevisionEntry> history(ProjectId project, Optional<FilePath> path, PageRequest request) {
        return reading(project, repository -> {
            try (RevWalk walk = new RevWalk(repository)) {
                Revision from = request.after().isPresent()
                        ? new Revision(request.after().get())
                        : new MainBranch(repository).head();
                walk.markStart(
                        walk.parseCommit(Repositories.commit(repository, from).getId()));
                path.ifPresent(wanted -> walk.setTreeFilter(
                        AndTreeFilter.create(PathFilterGroup.createFromStrings(wanted.value()), TreeFilter.ANY_DIFF)));
                List<RevisionEntry> entries = new ArrayList<>();
                for (RevCommit commit : walk) {
                    if (entries.size() == request.limit()) {
                        return new Page<>(entries, commit.name());
                    }
                    entries.add(entry(commit));
                }
                return Page.whole(entries);
            }
        });
    }

    /**
     * One line of the history.
     *
     * @throws Refusal NOT_FOUND when there is no such revision
     */
    public RevisionEntry revision(ProjectId project, Revision revision) {
        return reading(project, repository -> entry(Repositories.commit(repository, revision)));
    }

    /**
     * Makes the files what they were in an older revision, as a new commit on top.
     *
     * @throws Refusal NOT_FOUND when there is no such revision
     */
    public Revision restore(ProjectId project, Revision revision, Author author) {
        return reading(project, repository -> {
            ObjectId tree = Repositories.commit(repository, revision).getTree();
            return new MainBranch(repository)
                    .commit(author, "Restore " + revision.value().substring(0, 10), (reader, inserter, before) -> tree);
        });
    }

    /**
     * What differs between two revisions.
     *
     * @param before empty for the revision before {@code after}
     */
    public List<FileChange> changes(ProjectId project, Optional<Revision> before, Revision after) {
        return reading(project, repository -> {
            try (DiffFormatter differ = new DiffFormatter(OutputStream.nullOutputStream())) {
                differ.setRepository(repository);
                differ.setDetectRenames(true);
                RevCommit newer = Repositories.commit(repository, after);
                Optional<Revision> older = before.or(() -> parent(newer));
                RevTree from = older.isPresent()
                        ? Repositories.commit(repository, older.get()).getTree()
                        : null;
                return differ.scan(from, newer.getTree()).stream()
                        .map(ProjectFiles::change)
                        .toList();
            }
        });
    }

    private Revision committing(ProjectId project, Author author, String message, MainBranch.Change change) {
        return reading(project, repository -> new MainBranch(repository).commit(author, message, change));
    }

    private <T> T reading(ProjectId project, Reading<T> reading) {
        try (FileRepository repository = repositories.open(project)) {
            return reading.of(repository);
        } catch (IOException e) {
            throw StorageTrouble.of("read or change project " + project, e);
        }
    }

    private static Optional<TreeEntry> treeEntry(SourceEntry entry) {
        return switch (entry) {
            case SourceEntry.Folder folder -> Optional.empty();
            case SourceEntry.File file ->
                Optional.of(new TreeEntry(
                        file.path(),
                        file.executable() ? EntryKind.EXECUTABLE : EntryKind.FILE,
                        file.size(),
                        file.blob()));
            case SourceEntry.Link link ->
                Optional.of(new TreeEntry(link.path(), EntryKind.LINK, link.size(), link.blob()));
        };
    }

    private static void check(Expected expected, FilePath path, Optional<TreeEdit.Item> there) {
        boolean met = switch (expected) {
            case Expected.Anything anything -> true;
            case Expected.Absent absent -> there.isEmpty();
            case Expected.Present present -> there.isPresent();
            case Expected.OneOf known ->
                there.isPresent()
                        && known.blobs().contains(new BlobId(there.get().id().name()));
        };
        if (!met) {
            throw Refusal.of(
                    Refusal.Kind.PRECONDITION_FAILED,
                    "file-changed",
                    "Somebody changed \"%s\" since you read it. Nothing was saved; compare both and save again."
                            .formatted(FilePath.shown(path.value())));
        }
    }

    private static Refusal notAFile(FilePath path) {
        return Refusal.of(
                Refusal.Kind.CONFLICT,
                "not-a-file",
                "\"%s\" is a folder or a link, not a file.".formatted(FilePath.shown(path.value())));
    }

    private static Optional<Revision> parent(RevCommit commit) {
        return commit.getParentCount() == 0
                ? Optional.empty()
                : Optional.of(new Revision(commit.getParent(0).name()));
    }

    private static RevisionEntry entry(RevCommit commit) {
        PersonIdent author = commit.getAuthorIdent();
        return new RevisionEntry(
                new Revision(commit.name()),
                new Author(author.getName(), author.getEmailAddress()),
                author.getWhenAsInstant(),
                commit.getFullMessage());
    }

    private static FileChange change(org.eclipse.jgit.diff.DiffEntry diff) {
        return switch (diff.getChangeType()) {
            case ADD, COPY -> new FileChange(diff.getNewPath(), FileChange.Kind.ADDED, null);
            case MODIFY -> new FileChange(diff.getNewPath(), FileChange.Kind.CHANGED, null);
            case DELETE -> new FileChange(diff.getOldPath(), FileChange.Kind.DELETED, null);
            case RENAME -> new FileChange(diff.getNewPath(), FileChange.Kind.MOVED, diff.getOldPath());
        };
    }

    @FunctionalInterface
    private interface Reading<T> {
        T of(FileRepository repository) throws IOException;
    }
}
