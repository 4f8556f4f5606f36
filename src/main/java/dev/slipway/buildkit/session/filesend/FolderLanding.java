package dev.slipway.buildkit.session.filesend;

import dev.slipway.buildkit.type.ExportTarget;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;

/** Builds a tree in a hidden folder beside the wanted one, closed to everybody else, and renames it in the end. */
final class FolderLanding implements Landing {

    private final Path target;
    private final boolean replace;
    private final Path staged;
    private final Allowance allowance;

    private FolderLanding(Path target, boolean replace, Path staged, Allowance allowance) {
        this.target = target;
        this.replace = replace;
        this.staged = staged;
        this.allowance = allowance;
    }

    static FolderLanding open(ExportTarget.Folder folder) throws IOException {
        Path target = folder.path().toAbsolutePath().normalize();
        requireRoom(target, folder.replace());
        Path staged = Staging.beside(target);
        Files.createDirectory(
                staged, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return new FolderLanding(target, folder.replace(), staged, new Allowance(folder.limits()));
    }

    @Override
    public ServerCall.Listener<byte[]> receive(
            ServerCall<byte[], byte[]> call, Metadata headers, Consumer<Exception> onFailure) {
        return TreeReceiver.start(call, new StagedTree(staged, allowance), onFailure);
    }

    @Override
    public void commit() throws IOException {
        requireRoom(target, replace);
        Files.setPosixFilePermissions(staged, PosixFilePermissions.fromString("rwxr-xr-x"));
        if (!replace || !Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        Path former = Staging.beside(target);
        Files.move(target, former, StandardCopyOption.ATOMIC_MOVE);
        try {
            Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.move(former, target, StandardCopyOption.ATOMIC_MOVE);
            throw e;
        }
        Staging.delete(former);
    }

    @Override
    public void discard() {
        Staging.delete(staged);
    }

    private static void requireRoom(Path target, boolean replace) throws IOException {
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new NotDirectoryException(target + " is there and not a folder");
        }
        if (!replace && !isEmpty(target)) {
            throw new DirectoryNotEmptyException(target + " is not empty");
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            return !entries.iterator().hasNext();
        }
    }
}
