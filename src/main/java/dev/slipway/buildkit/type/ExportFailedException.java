package dev.slipway.buildkit.type;

/** The build succeeded, but its result could not be stored on this side: no space, a limit, a name that is not one. */
public final class ExportFailedException extends BuildkitException {

    private static final long serialVersionUID = 1L;

    /** A failure as a sentence, and what brought it about. */
    public ExportFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
