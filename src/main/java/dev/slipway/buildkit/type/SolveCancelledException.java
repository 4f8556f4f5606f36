package dev.slipway.buildkit.type;

/** The build was cancelled by its client. */
public final class SolveCancelledException extends BuildkitException {

    private static final long serialVersionUID = 1L;

    /** A failure as a sentence, and what brought it about. */
    public SolveCancelledException(Throwable cause) {
        super("The build was cancelled.", cause);
    }
}
