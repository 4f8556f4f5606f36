package dev.slipway.buildkit.type;

/** A call to the daemon failed. The message is a sentence for a person. */
public class BuildkitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A failure as a sentence, and what brought it about. */
    public BuildkitException(String message, Throwable cause) {
        super(message, cause);
    }
}
