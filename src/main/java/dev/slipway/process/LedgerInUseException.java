package dev.slipway.process;

import java.nio.file.Path;

/** Two living owners of one state folder: the later one has to give way. */
public final class LedgerInUseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LedgerInUseException(Path folder) {
        super("Another Slipway is already running on " + folder.getParent()
                + ". Stop it first, or give this one a folder of its own with SLIPWAY_HOME.");
    }
}
