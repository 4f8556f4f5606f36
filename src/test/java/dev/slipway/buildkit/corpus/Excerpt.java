package dev.slipway.buildkit.corpus;

import dev.slipway.buildkit.type.SourceLocation;
import dev.slipway.buildkit.type.SourceRange;
import java.util.List;

/** Prints a place in a Dockerfile as Go's clients do: the lines marked, with a few around them. */
final class Excerpt {

    private static final String RULE = "--------------------\n";

    private Excerpt() {}

    static String of(SourceLocation location) {
        List<String> lines = List.of(location.text().split("\n", -1));
        List<SourceRange> ranges = location.ranges();
        int first = ranges.stream().mapToInt(SourceRange::firstLine).min().orElse(0);
        int last = Math.min(
                lines.size(),
                ranges.stream().mapToInt(SourceRange::lastLine).max().orElse(0));
        if (first < 1 || first > lines.size()) {
            return "";
        }
        int from = first;
        int to = last;
        int wanted = first == last ? 4 : 2;
        for (int shown = 0; shown < wanted; shown++) {
            if (from > 1) {
                from--;
                shown++;
            }
            if (to < lines.size()) {
                to++;
                shown++;
            }
        }
        StringBuilder text = new StringBuilder("%s:%d\n".formatted(location.filename(), first)).append(RULE);
        for (int i = from; i <= to; i++) {
            int line = i;
            boolean marked = ranges.stream().anyMatch(range -> range.firstLine() <= line && line <= range.lastLine());
            text.append(" %3d | %s %s\n".formatted(i, marked ? ">>>" : "   ", lines.get(i - 1)));
        }
        return text.append(RULE).toString();
    }
}
