package dev.slipway.buildkit.type;

/**
 * One file, folder or link of a {@link LocalSource}.
 *
 * @param path relative to the source's root, with slashes, without a leading one, clean
 * @param permissions the low twelve bits of a Unix mode: rwx for three, sticky, setgid, setuid
 * @param size bytes of a file's content, else 0
 * @param modifiedNanos nanoseconds since 1970. BuildKit asks again for a file only when size, mode or this differ
 * @param target where a symbolic link points to, else empty
 */
public record SourceEntry(String path, Kind kind, int permissions, long size, long modifiedNanos, String target) {

    public SourceEntry {
        if (path.isEmpty() || path.startsWith("/") || path.endsWith("/")) {
            throw new IllegalArgumentException("'%s' is not a relative path".formatted(path));
        }
    }

    /** A file of {@code size} bytes. */
    public static SourceEntry file(String path, int permissions, long size, long modifiedNanos) {
        return new SourceEntry(path, Kind.FILE, permissions, size, modifiedNanos, "");
    }

    /** A folder. */
    public static SourceEntry directory(String path, int permissions, long modifiedNanos) {
        return new SourceEntry(path, Kind.DIRECTORY, permissions, 0, modifiedNanos, "");
    }

    /** A symbolic link. */
    public static SourceEntry link(String path, String target, long modifiedNanos) {
        return new SourceEntry(path, Kind.SYMBOLIC_LINK, 0777, 0, modifiedNanos, target);
    }

    /** The last part of the path. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** What an entry is. Devices and sockets have no place in a build's context. */
    public enum Kind {
        /** With content, perhaps of no bytes. */
        FILE,

        /** With entries of its own. */
        DIRECTORY,

        /** With a path in place of content. */
        SYMBOLIC_LINK
    }
}
