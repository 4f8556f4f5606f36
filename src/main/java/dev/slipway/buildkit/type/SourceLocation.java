package dev.slipway.buildkit.type;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A place in a source file, mostly in the Dockerfile.
 *
 * @param filename as the daemon was told
 * @param text the file as the daemon saw it, or empty
 * @param language {@code Dockerfile}, or empty
 * @param ranges BuildKit gives one per physical line; {@link #lines()} joins them
 */
public record SourceLocation(String filename, String text, String language, List<SourceRange> ranges) {

    public SourceLocation {
        ranges = List.copyOf(ranges);
    }

    /** A place in a file of these bytes, which are taken for UTF-8. */
    public static SourceLocation of(String filename, byte[] data, String language, List<SourceRange> ranges) {
        return new SourceLocation(filename, new String(data, StandardCharsets.UTF_8), language, ranges);
    }

    /** The known ranges in order, those that touch joined into one. */
    public List<SourceRange> lines() {
        List<SourceRange> joined = new ArrayList<>();
        ranges.stream()
                .filter(SourceRange::isKnown)
                .sorted(Comparator.comparingInt(SourceRange::firstLine))
                .forEach(range -> append(joined, range));
        return List.copyOf(joined);
    }

    /** The first line of the first known range. */
    public Optional<Integer> firstLine() {
        return lines().stream().findFirst().map(SourceRange::firstLine);
    }

    /** The text of the first of {@link #lines()}. */
    public Optional<String> excerpt() {
        return lines().stream()
                .findFirst()
                .map(range -> text.lines()
                        .skip(range.firstLine() - 1L)
                        .limit(range.lastLine() - range.firstLine() + 1L)
                        .collect(Collectors.joining("\n")));
    }

    private static void append(List<SourceRange> joined, SourceRange range) {
        if (!joined.isEmpty() && range.firstLine() <= joined.getLast().lastLine() + 1) {
            SourceRange last = joined.removeLast();
            joined.add(new SourceRange(last.firstLine(), Math.max(last.lastLine(), range.lastLine())));
        } else {
            joined.add(range);
        }
    }
}
