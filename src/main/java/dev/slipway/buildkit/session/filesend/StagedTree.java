package dev.slipway.buildkit.session.filesend;

import dev.slipway.buildkit.type.FileStat;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Writes the entries of one transfer below a folder that nobody else can write to. An entry's parent must be a folder that
 * was announced before and was made as a folder: nothing is ever written through a link, and as nothing is removed or
 * replaced, that stays true whatever comes next, in this transfer or in one beside it.
 */
final class StagedTree {

    private static final int MAX_PATH = 4096;

    private final Path root;
    private final Allowance allowance;
    private final Deque<String> parents = new ArrayDeque<>();
    private final List<FileStat> folders = new ArrayList<>();

    StagedTree(Path root, Allowance allowance) {
        this.root = root;
        this.allowance = allowance;
    }

    /** Makes the entry, a file as an empty one. True when its content is to be asked for. */
    boolean add(FileStat entry) throws IOException {
        requireCleanPath(entry.path(), "entry");
        allowance.takeEntry(entry.path());
        enterParentOf(entry);
        return switch (entry.kind()) {
            case DIRECTORY -> addFolder(entry);
            case FILE -> entry.target().isEmpty() ? addFile(entry) : addHardLink(entry);
            case SYMBOLIC_LINK -> addLink(entry);
            case DEVICE, PIPE, SOCKET ->
                throw new IOException("'%s' is a device, pipe or socket, which only an export as a tar can hold"
                        .formatted(entry.path()));
        };
    }

    /** The file of an entry for whose content {@link #add} asked. */
    StagedFile file(FileStat entry) throws IOException {
        return StagedFile.open(at(entry.path()), entry, allowance);
    }

    /** Gives the folders their modes and times, which would have been in the way before. */
    void complete() throws IOException {
        for (FileStat folder : folders.reversed()) {
            setAttributes(at(folder.path()), folder);
        }
    }

    static void setAttributes(Path path, FileStat entry) throws IOException {
        Files.setAttribute(path, "unix:mode", entry.permissions(), LinkOption.NOFOLLOW_LINKS);
        Files.setLastModifiedTime(path, FileTime.from(entry.modifiedNanos(), TimeUnit.NANOSECONDS));
    }

    private boolean addFolder(FileStat entry) throws IOException {
        Path folder = at(entry.path());
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            // The transfer for another platform may have made it; but it must be a folder, and not a link to one.
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
        }
        parents.addLast(entry.path());
        folders.add(entry);
        return false;
    }

    private boolean addFile(FileStat entry) throws IOException {
        Path file = Files.createFile(at(entry.path()));
        if (entry.size() == 0) {
            setAttributes(file, entry);
        }
        return entry.size() > 0;
    }

    private boolean addLink(FileStat entry) throws IOException {
        Files.createSymbolicLink(at(entry.path()), path(entry.target(), entry.target()));
        return false;
    }

    private boolean addHardLink(FileStat entry) throws IOException {
        requireCleanPath(entry.target(), "hard link's target");
        Path target = root;
        for (String part : entry.target().split("/", -1)) {
            if (Files.isSymbolicLink(target)) {
                break;
            }
            target = target.resolve(path(part, entry.target()));
        }
        if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("'%s' is a hard link to '%s', which is not a file of this export"
                    .formatted(entry.path(), entry.target()));
        }
        Files.createLink(at(entry.path()), target);
        return false;
    }

    /** Folders come before their content and all their content comes with them, so only the last ones can be parents. */
    private void enterParentOf(FileStat entry) throws IOException {
        int slash = entry.path().lastIndexOf('/');
        String parent = slash < 0 ? "" : entry.path().substring(0, slash);
        while (!parents.isEmpty() && !parents.getLast().equals(parent)) {
            parents.removeLast();
        }
        if (parents.isEmpty() && !parent.isEmpty()) {
            throw new IOException("'%s' came without the folder that it is in".formatted(entry.path()));
        }
    }

    private Path at(String path) throws IOException {
        return root.resolve(path(path, path));
    }

    private Path path(String text, String shown) throws IOException {
        try {
            return root.getFileSystem().getPath(text);
        } catch (InvalidPathException e) {
            throw new IOException("'%s' can't be a name on this machine".formatted(shown), e);
        }
    }

    private static void requireCleanPath(String path, String what) throws IOException {
        boolean clean = !path.isEmpty() && path.length() <= MAX_PATH && path.indexOf('\0') < 0;
        for (String part : path.split("/", -1)) {
            clean &= !part.isEmpty() && !part.equals(".") && !part.equals("..");
        }
        if (!clean) {
            throw new IOException("the %s '%s' is not a path within the export".formatted(what, path));
        }
    }
}
