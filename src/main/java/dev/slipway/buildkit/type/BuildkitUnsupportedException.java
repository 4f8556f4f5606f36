package dev.slipway.buildkit.type;

/** The daemon does not know the call: it is too old, or an administrator has switched it off. */
public final class BuildkitUnsupportedException extends BuildkitException {

    private static final long serialVersionUID = 1L;

    /** A failure as a sentence, and what brought it about. */
    public BuildkitUnsupportedException(String message, Throwable cause) {
        super(message, cause);
    }
}
