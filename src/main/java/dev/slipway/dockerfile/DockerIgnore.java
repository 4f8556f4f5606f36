package dev.slipway.dockerfile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The rules of a {@code .dockerignore}, as Docker reads them: later ones win, {@code !} takes paths in again. Matching is the
 * context's affair.
 *
 * @see <a href="https://docs.docker.com/build/concepts/context/#dockerignore-files">.dockerignore files</a>
 */
public record DockerIgnore(List<Rule> rules) {

    public DockerIgnore {
        rules = List.copyOf(rules);
    }

    /**
     * One rule.
     *
     * @param pattern cleaned: no {@code .} and {@code ..} where they can be resolved, no {@code /} at either end
     * @param exception whether it began with {@code !}
     * @param line from 1
     */
    public record Rule(String pattern, boolean exception, int line) {

        /** As BuildKit takes it in its exclude patterns. */
        public String text() {
            return exception ? "!" + pattern : pattern;
        }
    }

    /** Reads a text; never fails. */
    public static DockerIgnore parse(String text) {
        List<Rule> rules = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (i == 0 && line.startsWith("\ufeff")) {
                line = line.substring(1);
            }
            String pattern = line.strip();
            if (line.startsWith("#") || pattern.isEmpty()) {
                continue;
            }
            boolean exception = pattern.startsWith("!");
            rules.add(new Rule(cleaned(exception ? pattern.substring(1).strip() : pattern), exception, i + 1));
        }
        return new DockerIgnore(rules);
    }

    /** The rules in their order, cleaned. */
    public List<String> patterns() {
        return rules.stream().map(Rule::text).toList();
    }

    /** As Go's {@code path.Clean}, without the leading slash. */
    private static String cleaned(String pattern) {
        boolean rooted = pattern.startsWith("/");
        Deque<String> parts = new ArrayDeque<>();
        for (String part : pattern.split("/", -1)) {
            boolean up = part.equals("..");
            if (up && !parts.isEmpty() && !parts.getLast().equals("..")) {
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".") && !(up && rooted)) {
                parts.addLast(part);
            }
        }
        if (parts.isEmpty()) {
            return pattern.isEmpty() ? "" : rooted ? "/" : ".";
        }
        return String.join("/", parts);
    }
}
