package dev.slipway.ui.kit;

/** The shapes of status. Each is shape, colour and word; the colours come from the style class. */
public enum Mark {
    OK(
            "ok",
            "Succeeded",
            "<circle cx='8' cy='8' r='7' fill='currentColor'/><path d='m4.9 8.3 2.2 2.2 4-4.4' fill='none' stroke='var(--slip-surface)' stroke-width='1.7' stroke-linecap='round' stroke-linejoin='round'/>"),
    FAIL(
            "fail",
            "Failed",
            "<path d='M5.2 1h5.6L15 5.2v5.6L10.8 15H5.2L1 10.8V5.2z' fill='currentColor'/><path d='m5.7 5.7 4.6 4.6m0-4.6-4.6 4.6' stroke='var(--slip-surface)' stroke-width='1.7' stroke-linecap='round'/>"),
    RUN(
            "run",
            "Running",
            "<circle cx='8' cy='8' r='6' fill='none' stroke='currentColor' stroke-width='2' opacity='.28'/><path class='arc' d='M8 2a6 6 0 0 1 6 6' fill='none' stroke='currentColor' stroke-width='2' stroke-linecap='round'/>"),
    QUEUED("queued", "Queued", Mark.DOTTED_RING),
    WAIT("wait", "Waiting", Mark.DOTTED_RING),
    CANCELLED(
            "cancelled",
            "Cancelled",
            "<circle cx='8' cy='8' r='6' fill='none' stroke='currentColor' stroke-width='1.6'/><path d='m4 12 8-8' stroke='currentColor' stroke-width='1.6'/>"),
    INTERRUPTED(
            "interrupted",
            "Interrupted",
            "<path d='M6 2.3a6 6 0 0 0 0 11.4M10 2.3a6 6 0 0 1 0 11.4' fill='none' stroke='currentColor' stroke-width='1.6' stroke-linecap='round'/><path d='M8.8 4.5 6.8 8h2.4l-2 3.5' fill='none' stroke='currentColor' stroke-width='1.4' stroke-linecap='round' stroke-linejoin='round'/>"),
    CACHED(
            "cached",
            "Cached",
            "<circle cx='8' cy='8' r='6' fill='none' stroke='currentColor' stroke-width='1.4'/><path d='m5.3 8.2 1.9 1.9 3.5-3.9' fill='none' stroke='currentColor' stroke-width='1.5' stroke-linecap='round' stroke-linejoin='round'/>"),
    WARN(
            "warn",
            "Warning",
            "<path d='M8 1.5 15.3 14H.7z' fill='currentColor' stroke='currentColor' stroke-linejoin='round'/><path d='M8 6v3.6M8 11.8v.1' stroke='var(--slip-surface)' stroke-width='1.7' stroke-linecap='round'/>");

    private static final String DOTTED_RING =
            "<circle cx='8' cy='8' r='6' fill='none' stroke='currentColor' stroke-width='1.8' stroke-dasharray='1.2 3.512' stroke-linecap='round'/>";

    private final String style;
    private final String word;
    private final String shape;

    Mark(String style, String word, String shape) {
        this.style = style;
        this.word = word;
        this.shape = shape;
    }

    /** The class name that colours the mark, and whatever stands for the same status. */
    public String style() {
        return style;
    }

    public String word() {
        return word;
    }

    String svg() {
        return "<svg viewBox='0 0 16 16' aria-hidden='true' style='display:block;width:100%;height:100%'>" + shape
                + "</svg>";
    }
}
