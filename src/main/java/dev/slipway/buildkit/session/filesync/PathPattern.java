package dev.slipway.buildkit.session.filesync;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * One pattern as moby/patternmatcher reads it: {@code *} and {@code ?} stay within a path's part, {@code **} crosses
 * parts, {@code [a-z]} is a class, {@code \} takes the next character as it is, a leading {@code !} makes an exception.
 * A letter after {@code \} is Go's regular expression's: {@code \a} is a bell and {@code \d} a digit, as it is there.
 * What has no special character is compared without a regular expression, which also gives {@code **foo} its odd meaning
 * "ends with foo".
 */
final class PathPattern {

    private static final String ESCAPED = ".+()|{}$";

    private final String text;
    private final boolean exception;
    private final Match match;

    private PathPattern(String text, boolean exception) {
        this.text = text;
        this.exception = exception;
        this.match = compile(text);
    }

    /**
     * @param pattern not blank
     * @throws IllegalArgumentException when it is malformed
     */
    static PathPattern parse(String pattern) {
        String clean = GoPath.clean(pattern.strip());
        boolean exception = clean.startsWith("!");
        String text = exception ? clean.substring(1) : clean;
        if (text.isEmpty()) {
            throw new IllegalArgumentException("'!' alone excepts nothing");
        }
        return new PathPattern(text, exception);
    }

    boolean isException() {
        return exception;
    }

    /** Whether it matches {@code path} itself; its parents are the caller's. */
    boolean matches(String path) {
        return match.matches(path);
    }

    /** The path that everything it matches lies under, if its last part is the only one with wildcards. */
    String withoutTrailingGlob() {
        return removeSuffix(removeSuffix(text, "/**"), "/*");
    }

    /** True when nothing outside {@link #withoutTrailingGlob()} can match. */
    boolean isPrefix() {
        return withoutTrailingGlob().chars().noneMatch(c -> "*[]?^\\".indexOf(c) >= 0);
    }

    @Override
    public String toString() {
        return text;
    }

    private static String removeSuffix(String text, String suffix) {
        return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
    }

    private static Match compile(String text) {
        if (text.equals("**")) {
            return path -> true;
        }
        String start = text.startsWith("**") ? text.substring(2) : text;
        String middle = start.endsWith("**") ? start.substring(0, start.length() - 2) : start;
        boolean plain = middle.chars().noneMatch(c -> "*?[]\\".indexOf(c) >= 0);
        boolean openAtBothEnds = !start.equals(text) && !middle.equals(start);
        if (!plain || openAtBothEnds) {
            return regex(text);
        }
        if (!start.equals(text)) {
            return path -> path.endsWith(start) || (start.startsWith("/") && path.equals(start.substring(1)));
        }
        return middle.equals(text) ? text::equals : path -> path.startsWith(middle);
    }

    private static Match regex(String text) {
        try {
            Pattern pattern = Pattern.compile(new Translation(text).regex());
            return path -> pattern.matcher(path).matches();
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "the pattern '%s' is malformed: %s".formatted(text, e.getDescription()), e);
        }
    }

    @FunctionalInterface
    private interface Match {
        boolean matches(String path);
    }

    /** Writes a pattern as a regular expression, from left to right. */
    private static final class Translation {

        private final String text;
        private final StringBuilder regex = new StringBuilder();
        private int next;
        private boolean inClass;

        Translation(String text) {
            this.text = text;
        }

        String regex() {
            while (next < text.length()) {
                char c = text.charAt(next++);
                switch (c) {
                    case '*' -> star();
                    case '?' -> regex.append("[^/]");
                    case '\\' -> escape();
                    case '[' -> open();
                    case ']' -> close();
                    default -> other(c);
                }
            }
            if (inClass) {
                throw new PatternSyntaxException("'[' without ']'", text, text.length());
            }
            return regex.toString();
        }

        private void star() {
            if (inClass) {
                regex.append("\\*");
            } else if (!take('*')) {
                regex.append("[^/]*");
            } else {
                take('/');
                regex.append(next == text.length() ? "[^\\n]*" : "(?:[^\\n]*/)?");
            }
        }

        private void escape() {
            if (next == text.length()) {
                throw new PatternSyntaxException("nothing follows the last '\\'", text, next);
            }
            char escaped = text.charAt(next++);
            regex.append(
                    switch (escaped) {
                        case 'a' -> "\\x07";
                        case 'v' -> "\\x0B";
                        case 's' -> "[\\t\\n\\f\\r ]";
                        case 'S' -> "[^\\t\\n\\f\\r ]";
                        case 'f', 'n', 'r', 't', 'd', 'D', 'w', 'W', 'b', 'B', 'A', 'z' -> "\\" + escaped;
                        default -> literal(escaped);
                    });
        }

        private String literal(char escaped) {
            if (escaped >= 0x80 || Character.isLetterOrDigit(escaped)) {
                throw new PatternSyntaxException("'\\%c' means nothing".formatted(escaped), text, next);
            }
            return "\\" + escaped;
        }

        private void open() {
            // Java would read a second bracket as a class within the class.
            regex.append(inClass ? "\\[" : "[");
            inClass = true;
        }

        private void close() {
            regex.append(inClass ? "]" : "\\]");
            inClass = false;
        }

        private void other(char c) {
            boolean special = ESCAPED.indexOf(c) >= 0 || (inClass && c == '&');
            regex.append(special ? "\\" : "").append(c);
        }

        private boolean take(char expected) {
            boolean there = next < text.length() && text.charAt(next) == expected;
            if (there) {
                next++;
            }
            return there;
        }
    }
}
