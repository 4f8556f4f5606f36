package dev.slipway.buildkit.type;

/** The daemon can't be reached, or the connection to it broke. The same call may succeed later. */
public final class BuildkitUnavailableException extends BuildkitException {

    private static final long serialVersionUID = 1L;

    /** A failure as a sentence, and what brought it about. */
    public BuildkitUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
