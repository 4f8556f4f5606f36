package dev.slipway.build;

/** Text of strangers made fit for a sentence. */
final class Texts {

    private static final int SHOWN = 100;

    private Texts() {}

    /** Without control characters and direction changes, cut after {@value #SHOWN} characters. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(SHOWN).forEach(c -> shown.appendCodePoint(isUnsafe(c) ? '?' : c));
        return shown.length() < text.length() ? shown.append('…').toString() : shown.toString();
    }

    static boolean isUnsafe(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            // Bidirectional embeddings, overrides and isolates turn a name around on the screen.
            default -> (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        };
    }
}
