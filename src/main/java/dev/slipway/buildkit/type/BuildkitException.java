package dev.slipway.buildkit.type;

/** A call to the daemon failed. The message is a sentence for a person. */
public class BuildkitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BuildkitException(String message, Throwable cause) {
        super(message, cause);
    }
}
