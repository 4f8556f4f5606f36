package dev.slipway.project;

import dev.slipway.refusal.Refusal;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.PackInserter;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * The branch that the workbench shows. A change becomes a commit on it by compare-and-swap: a writer that comes second looks at
 * the first one's work and tries again, so no save is lost and none is half done. A new project's first commit makes the branch.
 */
final class MainBranch {

    static final String REF = Constants.R_HEADS + "main";
    static final int MAX_MESSAGE = 2000;

    private static final int ATTEMPTS = 50;

    /** A ref is locked for milliseconds; a lock of this age was left by a killed process. */
    private static final Duration STALE_LOCK = Duration.ofSeconds(10);

    /** Writers of this process queue up instead of racing for the ref. */
    private static final ReentrantLock[] QUEUES =
            Stream.generate(ReentrantLock::new).limit(64).toArray(ReentrantLock[]::new);

    private final FileRepository repository;

    MainBranch(FileRepository repository) {
        this.repository = repository;
    }

    /** Makes the tree of the next commit from that of the last one. */
    @FunctionalInterface
    interface Change {
        ObjectId apply(ObjectReader reader, ObjectInserter inserter, ObjectId tree) throws IOException;
    }

    /** The newest revision. */
    Revision head() throws IOException {
        ObjectId head = headId();
        if (head == null) {
            throw new IOException("The repository has no branch main");
        }
        return new Revision(head.name());
    }

    /** For many objects at once: they become one pack, of which nothing is left unless it is flushed. */
    PackInserter newPackInserter() {
        return repository.getObjectDatabase().newPackInserter();
    }

    /** Sees to it that packs are on the disk before the branch names what is in them. */
    void syncPacks() throws IOException {
        Path folder = repository.getObjectDatabase().getPackDirectory().toPath();
        try (Stream<Path> packs = Files.list(folder)) {
            for (Path pack : packs.filter(Files::isRegularFile).toList()) {
                sync(pack);
            }
        }
        sync(folder);
    }

    /** A change that leaves the tree as it is makes no commit; the answer is then the newest revision. */
    Revision commit(Author author, String message, Change change) throws IOException {
        return commit(author, message, false, change);
    }

    /** As {@link #commit}, but also when nothing changes: an upload stands in the history. */
    Revision commitAlways(Author author, String message, Change change) throws IOException {
        return commit(author, message, true, change);
    }

    private Revision commit(Author author, String message, boolean evenIfSame, Change change) throws IOException {
        ReentrantLock queue = QUEUES[Math.floorMod(repository.getDirectory().hashCode(), QUEUES.length)];
        queue.lock();
        try (ObjectReader reader = repository.newObjectReader();
                ObjectInserter inserter = repository.newObjectInserter();
                RevWalk walk = new RevWalk(reader)) {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                ObjectId head = headId();
                ObjectId before = head == null
                        ? inserter.insert(Constants.OBJ_TREE, new byte[0])
                        : walk.parseCommit(head).getTree();
                ObjectId after = change.apply(reader, inserter, before);
                if (head != null && after.equals(before) && !evenIfSame) {
                    return new Revision(head.name());
                }
                ObjectId commit = insertCommit(inserter, after, head, author, message);
                inserter.flush();
                if (move(head == null ? ObjectId.zeroId() : head, commit)) {
                    return new Revision(commit.name());
                }
                pause(attempt);
            }
        } finally {
            queue.unlock();
        }
        throw Refusal.of(
                Refusal.Kind.CONFLICT,
                "project-busy",
                "Others are changing this project at this moment. Nothing was changed; try again.");
    }

    /** Null before the first commit. */
    private @Nullable ObjectId headId() throws IOException {
        Ref ref = repository.exactRef(REF);
        return ref == null ? null : ref.getObjectId();
    }

    private static ObjectId insertCommit(
            ObjectInserter inserter, ObjectId tree, @Nullable ObjectId parent, Author author, String message)
            throws IOException {
        PersonIdent person = new PersonIdent(author.name(), author.userName());
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        if (parent != null) {
            commit.setParentId(parent);
        }
        commit.setAuthor(person);
        commit.setCommitter(person);
        commit.setMessage(clean(message));
        return inserter.insert(commit);
    }

    /** Messages are shown to others: no control characters but line ends, and no end of them. */
    private static String clean(String message) {
        String text = message.replaceAll("[\\p{Cntrl}&&[^\\n]]", " ").strip();
        return text.length() > MAX_MESSAGE ? text.substring(0, MAX_MESSAGE) : text;
    }

    private boolean move(ObjectId from, ObjectId to) throws IOException {
        RefUpdate update = repository.updateRef(REF);
        update.setExpectedOldObjectId(from);
        update.setNewObjectId(to);
        update.disableRefLog();
        return switch (update.forceUpdate()) {
            case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> true;
            case LOCK_FAILURE -> {
                removeStaleLock();
                yield false;
            }
            default -> throw new IOException("The branch can't be moved: " + update.getResult());
        };
    }

    private void removeStaleLock() throws IOException {
        Path lock = repository.getDirectory().toPath().resolve(REF + ".lock");
        try {
            Instant made = Files.getLastModifiedTime(lock).toInstant();
            if (made.isBefore(Instant.now().minus(STALE_LOCK))) {
                Files.deleteIfExists(lock);
            }
        } catch (NoSuchFileException e) {
            // The usual case: somebody else was first and is done.
        }
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void pause(int attempt) {
        try {
            Thread.sleep(Math.min(5L * (attempt + 1), 100));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
