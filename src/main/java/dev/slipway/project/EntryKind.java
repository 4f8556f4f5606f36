package dev.slipway.project;

import org.eclipse.jgit.lib.FileMode;

/** What a git tree can hold beside folders. */
public enum EntryKind {
    FILE("100644", FileMode.REGULAR_FILE),
    EXECUTABLE("100755", FileMode.EXECUTABLE_FILE),
    /** A symbolic link; its content is its target. */
    LINK("120000", FileMode.SYMLINK);

    private final String mode;
    private final FileMode fileMode;

    EntryKind(String mode, FileMode fileMode) {
        this.mode = mode;
        this.fileMode = fileMode;
    }

    /** As git writes it, for instance {@code 100644}. */
    public String mode() {
        return mode;
    }

    FileMode fileMode() {
        return fileMode;
    }
}
