package dev.slipway.buildkit.session.filesend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Names and removes what is not finished. */
final class Staging {

    private Staging() {}

    /** A new, hidden name in the folder of {@code target}, which is made when it is missing. */
    static Path beside(Path target) throws IOException {
        Path parent = target.getParent();
        if (parent == null) {
            throw new IOException("an export can't take the place of " + target);
        }
        Files.createDirectories(parent);
        return parent.resolve("." + target.getFileName() + "-" + UUID.randomUUID());
    }

    /** Removes a file or a tree, links as what they are. */
    static void delete(Path path) {
        try {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                Files.walkFileTree(path, new Remover());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("what is left of an export can't be removed: " + path, e);
        }
    }

    private static final class Remover extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            // An image may hold folders that not even their owner can write to.
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
