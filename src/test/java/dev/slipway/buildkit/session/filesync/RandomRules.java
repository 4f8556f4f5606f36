package dev.slipway.buildkit.session.filesync;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Paths and patterns from a small alphabet, so that many match; the same ones for the same seed. */
final class RandomRules {

    private static final List<String> NAMES =
            List.of("a", "b", "ab", "abc", "a.c", "b.txt", "-a", ".b", "a b", "ä", "é.txt", "A", "aa", "(a)", "+");
    private static final List<String> PARTS = List.of(
            "a", "b", "ab", "*", "**", "?", "*.txt", "a*", "*b", "a?c", "[ab]", "[^a]", "[a-c]*", "??", ".*", "a.c",
            "ä", "?.txt", "(a)", "+", "**b", "a**", "\\(a\\)", "\\*", "-a", "a b", "\\w", "\\+", "..", ".");

    private final Random random;

    RandomRules(long seed) {
        this.random = new Random(seed);
    }

    String path() {
        return joined(NAMES, 1 + random.nextInt(4));
    }

    String pattern() {
        return joined(PARTS, 1 + random.nextInt(3));
    }

    /** A {@code .dockerignore}: rules of all kinds, exceptions, comments and blanks. */
    String ignoreFile() {
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            String pattern = belowRoot();
            text.append(
                    switch (random.nextInt(12)) {
                        case 0 -> "# " + pattern;
                        case 1 -> "";
                        case 2 -> "  " + pattern + " \t";
                        case 3 -> "/" + pattern;
                        case 4 -> pattern + "/";
                        case 5, 6, 7 -> "!" + pattern;
                        case 8 -> "! /" + pattern;
                        case 9 -> "*";
                        default -> pattern;
                    });
            text.append(random.nextInt(8) == 0 ? "\r\n" : "\n");
        }
        return text.toString();
    }

    /** A pattern for something in the tree: an exception of the root itself is refused. */
    private String belowRoot() {
        String pattern = pattern();
        return GoPath.clean(pattern).startsWith(".") ? belowRoot() : pattern;
    }

    /** Paths of files, none of them a folder of another one. */
    List<String> files(int count) {
        List<String> files = new ArrayList<>();
        while (files.size() < count) {
            String path = path();
            boolean fits = files.stream()
                    .noneMatch(other -> (other + "/").startsWith(path + "/") || path.startsWith(other + "/"));
            if (fits) {
                files.add(path);
            }
        }
        return files;
    }

    private String joined(List<String> from, int count) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(from.get(random.nextInt(from.size())));
        }
        return String.join("/", parts);
    }
}
