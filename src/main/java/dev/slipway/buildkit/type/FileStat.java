package dev.slipway.buildkit.type;

/**
 * An entry of a file system in the daemon: of a build's result, of a container, or of an export on its way here.
 *
 * @param path its name within the folder that was listed, or the path that was asked for
 * @param permissions the low twelve bits of a Unix mode: rwx for three, sticky, setgid, setuid
 * @param size bytes
 * @param modifiedNanos nanoseconds since 1970
 * @param target where a symbolic link points to, or the earlier path that a hard link stands for, else empty
 */
public record FileStat(
        String path, Kind kind, int permissions, int uid, int gid, long size, long modifiedNanos, String target) {

    private static final int DIRECTORY = 1 << 31;
    private static final int SYMBOLIC_LINK = 1 << 27;
    private static final int DEVICE = 1 << 26;
    private static final int PIPE = 1 << 25;
    private static final int SOCKET = 1 << 24;
    private static final int IRREGULAR = 1 << 19;
    private static final int SETUID = 1 << 23;
    private static final int SETGID = 1 << 22;
    private static final int STICKY = 1 << 20;

    /** What an entry is. */
    public enum Kind {
        /** With content, perhaps of no bytes. */
        FILE,

        /** With entries of its own. */
        DIRECTORY,

        /** With a path in place of content. */
        SYMBOLIC_LINK,

        /** Of blocks or characters. */
        DEVICE,

        /** A named one. */
        PIPE,

        /** Of a process that may be gone. */
        SOCKET
    }

    /** The last part of the path. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The kind in the bits of Go's {@code os.FileMode}, which are not those of {@code st_mode}. */
    public static Kind kindOf(int goFileMode) {
        if ((goFileMode & DIRECTORY) != 0) {
            return Kind.DIRECTORY;
        }
        if ((goFileMode & SYMBOLIC_LINK) != 0) {
            return Kind.SYMBOLIC_LINK;
        }
        if ((goFileMode & (DEVICE | IRREGULAR)) != 0) {
            return Kind.DEVICE;
        }
        if ((goFileMode & PIPE) != 0) {
            return Kind.PIPE;
        }
        return (goFileMode & SOCKET) != 0 ? Kind.SOCKET : Kind.FILE;
    }

    /** The low twelve bits of a Unix mode in those of Go's {@code os.FileMode}. */
    public static int permissionsOf(int goFileMode) {
        int permissions = goFileMode & 0777;
        permissions |= (goFileMode & SETUID) != 0 ? 04000 : 0;
        permissions |= (goFileMode & SETGID) != 0 ? 02000 : 0;
        permissions |= (goFileMode & STICKY) != 0 ? 01000 : 0;
        return permissions;
    }
}
