package dev.slipway.image;

import dev.slipway.oci.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Distribution's file system, as far as it matters who needs a blob: a blob lies in one place, and each repository that may hand
 * it out has a link. A blob's time says when somebody last relied on it, and what was relied on lately is never removed.
 */
final class StoreFiles {

    /** The time of a blob is written at most this often. */
    private static final Duration GRAIN = Duration.ofMinutes(5);

    private final Path blobs;
    private final Path repositories;

    /** @param storage of the file system driver */
    StoreFiles(Path storage) {
        Path root = storage.resolve("docker/registry/v2");
        this.blobs = root.resolve("blobs");
        this.repositories = root.resolve("repositories");
    }

    Path repository(String upstream) {
        return repositories.resolve(upstream);
    }

    /** The file of a blob that the repository may hand out, which is relied on from now on; empty when there is none. */
    Optional<Path> find(String upstream, Digest digest) {
        Path link = link(repository(upstream), digest).resolve("link");
        try {
            boolean linked = Files.isRegularFile(link)
                    && Files.readString(link, StandardCharsets.US_ASCII).strip().equals(digest.toString());
            return linked && rely(digest) ? Optional.of(data(digest)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Keeps the blob for whoever has just heard, or is about to hear, that it is here.
     *
     * @return false when it is not
     */
    synchronized boolean rely(Digest digest) throws IOException {
        Path data = data(digest);
        if (!Files.isRegularFile(data)) {
            return false;
        }
        Instant now = Instant.now();
        if (Files.getLastModifiedTime(data).toInstant().isBefore(now.minus(GRAIN))) {
            Files.setLastModifiedTime(data, FileTime.from(now));
        }
        return true;
    }

    /**
     * Removes a blob and its links, unless somebody has relied on it since, or a repository that links it takes an upload.
     *
     * @return its bytes; empty when it stays
     */
    synchronized OptionalLong remove(Digest digest, Instant since, List<Path> everywhere) throws IOException {
        Path data = data(digest);
        if (!Files.isRegularFile(data)
                || !Files.getLastModifiedTime(data).toInstant().isBefore(since)) {
            return OptionalLong.empty();
        }
        List<Path> linking = everywhere.stream()
                .filter(repository -> Files.isDirectory(link(repository, digest)))
                .toList();
        for (Path repository : linking) {
            if (takesUploads(repository, since)) {
                return OptionalLong.empty();
            }
        }
        long bytes = Files.size(data);
        // The links first: a blob that is cut off here is found again by the next round, a link would not be.
        for (Path repository : linking) {
            Path link = link(repository, digest);
            Files.deleteIfExists(link.resolve("link"));
            deleteIfEmpty(link);
        }
        Files.delete(data);
        deleteIfEmpty(folder(digest));
        return OptionalLong.of(bytes);
    }

    /** The folders of all repositories of all workspaces. */
    List<Path> repositories() throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(repositories)) {
            Files.walkFileTree(repositories, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    // Distribution's own folders begin with an underscore, and no part of a name does.
                    if (!folder.getFileName().toString().startsWith("_")) {
                        return FileVisitResult.CONTINUE;
                    }
                    if (found.isEmpty() || !found.getLast().equals(folder.getParent())) {
                        found.add(folder.getParent());
                    }
                    return FileVisitResult.SKIP_SUBTREE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    return skipIfGone(e);
                }
            });
        }
        return found.stream().distinct().toList();
    }

    /** Bytes of all blobs. */
    long size() throws IOException {
        AtomicLong bytes = new AtomicLong();
        if (Files.isDirectory(blobs)) {
            Files.walkFileTree(blobs, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    bytes.addAndGet(attributes.size());
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    return skipIfGone(e);
                }
            });
        }
        return bytes.get();
    }

    /** Where the blob is, if it is. */
    Path data(Digest digest) {
        return folder(digest).resolve("data");
    }

    private Path folder(Digest digest) {
        return blobs.resolve(digest.algorithm())
                .resolve(digest.hex().substring(0, 2))
                .resolve(digest.hex());
    }

    private static Path link(Path repository, Digest digest) {
        return repository.resolve("_layers").resolve(digest.algorithm()).resolve(digest.hex());
    }

    /** A push that sends for hours still needs what it sent first. */
    private static boolean takesUploads(Path repository, Instant since) throws IOException {
        Path uploads = repository.resolve("_uploads");
        if (!Files.isDirectory(uploads)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(uploads, 2)) {
            return files.filter(Files::isRegularFile)
                    .anyMatch(file -> file.toFile().lastModified() >= since.toEpochMilli());
        }
    }

    private static void deleteIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // It is in use again.
        }
    }

    private static FileVisitResult skipIfGone(IOException e) throws IOException {
        if (e instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw e;
    }
}
