package dev.slipway.dockerfile;

import java.util.List;

/**
 * One instruction with all its lines.
 *
 * @param keyword in capitals, for instance {@code RUN}; whatever stands there, also when Docker does not know it
 * @param arguments what follows, with continued lines joined and comments between them left out
 * @param firstLine from 1
 * @param lastLine the last of its continued lines and heredocs, not before {@code firstLine}
 */
public record Instruction(String keyword, String arguments, int firstLine, int lastLine, List<Heredoc> heredocs) {

    public Instruction {
        heredocs = List.copyOf(heredocs);
    }

    /** Whether it is this one, whatever the case of its letters. */
    public boolean is(String word) {
        return keyword.equals(word);
    }

    /** Whether the line, from 1, is one of its lines. */
    public boolean holds(int line) {
        return firstLine <= line && line <= lastLine;
    }
}
