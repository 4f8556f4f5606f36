package dev.slipway.home;

import java.nio.file.Path;

/** Slipway can't keep anything in its state folder, so it does not start. */
final class UnwritableHomeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Path home;

    /** @param why ends the sentence that begins with the folder's name */
    UnwritableHomeException(Path home, String why) {
        super("Slipway can't write to its state folder " + home + ": " + why + ".");
        this.home = home;
    }

    Path home() {
        return home;
    }
}
