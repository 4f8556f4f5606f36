package dev.slipway.buildkit.session.filesync;

import dev.slipway.buildkit.type.SourceEntry;

/** The bits of Go's {@code os.FileMode}, in which fsutil gives modes. They are not those of {@code st_mode}. */
final class GoFileMode {

    private static final int DIRECTORY = 1 << 31;
    private static final int SYMBOLIC_LINK = 1 << 27;
    private static final int SETUID = 1 << 23;
    private static final int SETGID = 1 << 22;
    private static final int STICKY = 1 << 20;

    private GoFileMode() {}

    static int of(SourceEntry entry) {
        int mode = entry.permissions() & 0777;
        mode |= (entry.permissions() & 04000) != 0 ? SETUID : 0;
        mode |= (entry.permissions() & 02000) != 0 ? SETGID : 0;
        mode |= (entry.permissions() & 01000) != 0 ? STICKY : 0;
        return mode
                | switch (entry.kind()) {
                    case FILE -> 0;
                    case DIRECTORY -> DIRECTORY;
                    case SYMBOLIC_LINK -> SYMBOLIC_LINK;
                };
    }
}
