package dev.slipway.project;

import dev.slipway.refusal.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** What a failure of the project store means to the person who waits for it. */
final class StorageTrouble {

    private StorageTrouble() {}

    /**
     * A refusal when the disk is full; else a failure that is logged and shown by its correlation id only.
     *
     * @param what could not be done, after "can't"
     */
    static RuntimeException of(String what, IOException cause) {
        if (isFull(cause)) {
            return Refusal.of(
                            Refusal.Kind.OUT_OF_SPACE,
                            "project-store-full",
                            "The disk of the project store is full. Nothing was changed; ask an administrator to make"
                                    + " room.")
                    .causedBy(cause);
        }
        return new UncheckedIOException("Can't " + what, cause);
    }

    private static boolean isFull(Throwable cause) {
        for (Throwable reason = cause; reason != null; reason = reason.getCause()) {
            String text = String.valueOf(reason.getMessage()).toLowerCase(Locale.ROOT);
            if (text.contains("no space left") || text.contains("disk quota exceeded")) {
                return true;
            }
        }
        return false;
    }
}
