package dev.slipway.buildkit.session.filesync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The rules of patterns once more, in the plainest way: tried from left to right, each wildcard with every length. Slow, and
 * nothing like the regular expressions of the matcher itself.
 */
class PathPatternPropertyTest {

    private static final int PAIRS = 60_000;

    @Test
    void aPatternMatchesAPathOrOneOfItsParents() {
        RandomRules random = new RandomRules(5);
        int matched = 0;
        for (int i = 0; i < PAIRS; i++) {
            String pattern = random.pattern();
            String path = random.path();
            boolean expected = matchesPathOrParent(GoPath.clean(pattern), path);

            assertThat(matches(pattern, path)).as("'%s' on '%s'", pattern, path).isEqualTo(expected);
            matched += expected ? 1 : 0;
        }
        // A generator that makes nothing but misses would prove nothing.
        assertThat(matched).isBetween(PAIRS / 20, PAIRS * 3 / 4);
    }

    private static boolean matches(String pattern, String path) {
        return PathMatcher.of(List.of(pattern)).matches(path);
    }

    private static boolean matchesPathOrParent(String pattern, String path) {
        for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
            if (matchesWhole(pattern, path.substring(0, end))) {
                return true;
            }
        }
        return matchesWhole(pattern, path);
    }

    private static boolean matchesWhole(String pattern, String path) {
        // Two stars in front of plain text stand for anything, although elsewhere they end with a slash.
        boolean anyEnd = pattern.matches("\\*\\*[^/*?\\[\\\\][^*?\\[\\\\]*");
        return anyEnd ? path.endsWith(pattern.substring(2)) : matches(pattern, 0, path, 0);
    }

    private static boolean matches(String pattern, int p, String path, int s) {
        if (p == pattern.length()) {
            return s == path.length();
        }
        char c = pattern.charAt(p);
        if (c == '*') {
            boolean anyDepth = pattern.startsWith("**", p);
            return anyDepth ? deep(pattern, p + 2, path, s) : flat(pattern, p + 1, path, s);
        }
        if (s == path.length()) {
            return false;
        }
        return switch (c) {
            case '?' -> path.charAt(s) != '/' && matches(pattern, p + 1, path, s + 1);
            case '[' -> {
                int end = pattern.indexOf(']', p);
                yield isIn(pattern.substring(p + 1, end), path.charAt(s)) && matches(pattern, end + 1, path, s + 1);
            }
            case '\\' -> isEscaped(pattern.charAt(p + 1), path.charAt(s)) && matches(pattern, p + 2, path, s + 1);
            default -> path.charAt(s) == c && matches(pattern, p + 1, path, s + 1);
        };
    }

    /** A run without a slash. */
    private static boolean flat(String pattern, int p, String path, int s) {
        for (int end = s; end <= path.length(); end++) {
            if (matches(pattern, p, path, end)) {
                return true;
            }
            if (end < path.length() && path.charAt(end) == '/') {
                return false;
            }
        }
        return false;
    }

    /** Any number of parts, none included; in the end anything. */
    private static boolean deep(String pattern, int p, String path, int s) {
        int rest = pattern.startsWith("/", p) ? p + 1 : p;
        if (rest == pattern.length()) {
            return true;
        }
        if (matches(pattern, rest, path, s)) {
            return true;
        }
        for (int slash = path.indexOf('/', s); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            if (matches(pattern, rest, path, slash + 1)) {
                return true;
            }
        }
        return false;
    }

    /** {@code \w} is Go's; the others stand for themselves. */
    private static boolean isEscaped(char escaped, char c) {
        return escaped == 'w' ? c < 0x80 && (Character.isLetterOrDigit(c) || c == '_') : escaped == c;
    }

    private static boolean isIn(String characters, char c) {
        boolean inverted = characters.startsWith("^");
        String set = inverted ? characters.substring(1) : characters;
        boolean found = false;
        for (int i = 0; i < set.length(); i++) {
            if (i + 2 < set.length() && set.charAt(i + 1) == '-') {
                found |= set.charAt(i) <= c && c <= set.charAt(i + 2);
                i += 2;
            } else {
                found |= set.charAt(i) == c;
            }
        }
        return found != inverted;
    }
}
