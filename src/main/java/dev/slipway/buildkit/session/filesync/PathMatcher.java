package dev.slipway.buildkit.session.filesync;

import java.util.List;

/**
 * A list of patterns, of which the last one that matches decides. A path also matches where one of its parents does; the
 * caller, who walks downwards, carries over what it learned about the parent.
 */
public final class PathMatcher {

    private final List<PathPattern> patterns;

    private PathMatcher(List<PathPattern> patterns) {
        this.patterns = patterns;
    }

    /** @throws IllegalArgumentException when a pattern is malformed */
    public static PathMatcher of(List<String> patterns) {
        return new PathMatcher(patterns.stream()
                .filter(pattern -> !pattern.isBlank())
                .map(PathPattern::parse)
                .toList());
    }

    /** What is known of a directory that is above the root: nothing matched. */
    Result top() {
        return new Result(false, new boolean[patterns.size()]);
    }

    /** Whether {@code path} matches, given its parent directory's result. */
    Result match(String path, Result parent) {
        boolean matched = false;
        boolean[] each = new boolean[patterns.size()];
        for (int i = 0; i < each.length; i++) {
            PathPattern pattern = patterns.get(i);
            each[i] = parent.each[i] || (pattern.isException() == matched && pattern.matches(path));
            if (each[i]) {
                matched = !pattern.isException();
            }
        }
        return new Result(matched, each);
    }

    /** Whether {@code path} matches, looking at all of its parents. */
    public boolean matches(String path) {
        Result result = top();
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            result = match(path.substring(0, slash), result);
        }
        return match(path, result).matched;
    }

    /** Whether something below the directory, which does not match itself, may be matched. */
    boolean mayMatchBelow(String directory) {
        return reaches(directory, false);
    }

    /** Whether something below the directory, which matches, may be an exception. */
    boolean mayExceptBelow(String directory) {
        return reaches(directory, true);
    }

    private boolean reaches(String directory, boolean exceptions) {
        List<PathPattern> relevant = patterns.stream()
                .filter(pattern -> pattern.isException() == exceptions)
                .toList();
        // A wildcard before the last part may match anywhere.
        return !relevant.stream().allMatch(PathPattern::isPrefix)
                || relevant.stream()
                        .anyMatch(pattern -> (pattern.withoutTrailingGlob() + "/").startsWith(directory + "/"));
    }

    /** Whether a path matched, and which patterns did. */
    static final class Result {

        private final boolean matched;
        private final boolean[] each;

        private Result(boolean matched, boolean[] each) {
            this.matched = matched;
            this.each = each;
        }

        boolean matched() {
            return matched;
        }
    }
}
