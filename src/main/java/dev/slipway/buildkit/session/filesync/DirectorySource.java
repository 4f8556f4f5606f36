package dev.slipway.buildkit.session.filesync;

import dev.slipway.buildkit.type.LocalSource;
import dev.slipway.buildkit.type.SourceEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A directory of the file system. Its files are sent as they are when they are read. Devices, sockets and pipes are left
 * out; a hard link is a file of its own.
 */
public final class DirectorySource implements LocalSource {

    private static final int TYPE = 0170000;
    private static final int FILE = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int SYMBOLIC_LINK = 0120000;
    private static final int PERMISSIONS = 07777;

    private final Path root;

    private DirectorySource(Path root) {
        this.root = root;
    }

    /** A folder's files, read as the daemon asks for them. */
    public static DirectorySource of(Path root) {
        return new DirectorySource(root);
    }

    @Override
    public List<SourceEntry> list(String directory) throws IOException {
        List<SourceEntry> entries = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(root.resolve(directory))) {
            for (Path path : paths) {
                entry(GoPath.join(directory, path.getFileName().toString()), path)
                        .ifPresent(entries::add);
            }
        }
        return entries;
    }

    @Override
    public InputStream open(SourceEntry file) throws IOException {
        return Files.newInputStream(root.resolve(file.path()), LinkOption.NOFOLLOW_LINKS);
    }

    private static Optional<SourceEntry> entry(String name, Path path) throws IOException {
        Map<String, Object> attributes;
        try {
            attributes = Files.readAttributes(path, "unix:mode,size,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        int mode = attribute(attributes, "mode", Integer.class);
        long size = attribute(attributes, "size", Long.class);
        long modified =
                attribute(attributes, "lastModifiedTime", FileTime.class).to(TimeUnit.NANOSECONDS);
        int permissions = mode & PERMISSIONS;
        return switch (mode & TYPE) {
            case FILE -> Optional.of(SourceEntry.file(name, permissions, size, modified));
            case DIRECTORY -> Optional.of(SourceEntry.directory(name, permissions, modified));
            case SYMBOLIC_LINK ->
                Optional.of(SourceEntry.link(name, Files.readSymbolicLink(path).toString(), modified));
            default -> Optional.empty();
        };
    }

    private static <T> T attribute(Map<String, Object> attributes, String name, Class<T> type) {
        return type.cast(Objects.requireNonNull(attributes.get(name), name));
    }
}
