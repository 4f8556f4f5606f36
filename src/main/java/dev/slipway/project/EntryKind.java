package dev.slipway.project;

import org.eclipse.jgit.lib.FileMode;

/** What a git tree can hold beside folders. */
public enum EntryKind {
    FILE("100644"),
    EXECUTABLE("100755"),
    /** A symbolic link; its content is its target. */
    LINK("120000");

    private final String mode;

    EntryKind(String mode) {
        this.mode = mode;
    }

    /** As git writes it, for instance {@code 100644}. */
    public String mode() {
        return mode;
    }

    FileMode fileMode() {
        return FileMode.fromBits(Integer.parseInt(mode, 8));
    }
}
