package dev.slipway.build;

/** A build came to an end without an image; its error says why. */
public final class BuildFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient BuildError error;

    public BuildFailedException(BuildError error, Throwable cause) {
        super(error.message(), cause);
        this.error = error;
    }

    public BuildFailedException(BuildError error) {
        super(error.message());
        this.error = error;
    }

    public BuildError error() {
        return error;
    }
}
