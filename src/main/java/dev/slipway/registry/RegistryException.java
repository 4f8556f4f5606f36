package dev.slipway.registry;

import java.io.IOException;

/** A registry answered, and the answer is not the one that was asked for. */
public final class RegistryException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;

    RegistryException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The HTTP status of the answer. */
    public int status() {
        return status;
    }
}
