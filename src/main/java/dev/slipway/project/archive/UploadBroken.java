package dev.slipway.project.archive;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The bytes stopped coming: the sender went away. */
public final class UploadBroken extends UncheckedIOException {

    private static final long serialVersionUID = 1L;

    UploadBroken(IOException cause) {
        super("The upload broke off", cause);
    }
}
