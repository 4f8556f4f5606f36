package dev.slipway.buildkit.type;

/**
 * Lines of a source file, both ends included.
 *
 * @param firstLine from 1
 * @param lastLine from 1, not before {@code firstLine}
 */
public record SourceRange(int firstLine, int lastLine) {

    public SourceRange {
        lastLine = Math.max(firstLine, lastLine);
    }

    /** False for the range 0 to 0, with which BuildKit says "the file as a whole". */
    public boolean isKnown() {
        return firstLine > 0;
    }
}
