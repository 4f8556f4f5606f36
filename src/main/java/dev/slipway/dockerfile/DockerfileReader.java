package dev.slipway.dockerfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a Dockerfile line by line, each line once. */
final class DockerfileReader {

    private static final Pattern DIRECTIVE = Pattern.compile("#[ \\t]*([a-zA-Z][a-zA-Z0-9]*)[ \\t]*=[ \\t]*(.*)");

    private static final Pattern HEREDOC = Pattern.compile("\\d*<<(-?)([^<].*)");

    private static final Set<String> DIRECTIVES = Set.of("syntax", "escape", "check");

    /** Only these read heredocs; elsewhere {@code <<} is text. */
    private static final Set<String> WITH_HEREDOC = Set.of("RUN", "COPY", "ADD");

    private final List<String> lines;
    private final Map<String, String> directives = new LinkedHashMap<>();
    private int next;
    private char escape = '\\';

    DockerfileReader(String text) {
        this.lines = text.lines().toList();
        readDirectives();
    }

    Map<String, String> directives() {
        return directives;
    }

    List<Instruction> instructions() {
        List<Instruction> instructions = new ArrayList<>();
        while (next < lines.size()) {
            if (isBlankOrComment(lines.get(next))) {
                next++;
            } else {
                instructions.add(instruction());
            }
        }
        return instructions;
    }

    /** They end at the first line that is none, be it a comment or an empty line. */
    private void readDirectives() {
        for (; next < lines.size(); next++) {
            Matcher directive = DIRECTIVE.matcher(line(next).strip());
            if (!directive.matches()) {
                return;
            }
            String name = directive.group(1).toLowerCase(Locale.ROOT);
            if (!DIRECTIVES.contains(name) || directives.containsKey(name)) {
                return;
            }
            directives.put(name, directive.group(2).strip());
            if (name.equals("escape") && directives.get(name).equals("`")) {
                escape = '`';
            }
        }
    }

    private Instruction instruction() {
        int first = next;
        StringBuilder whole = new StringBuilder();
        boolean continued = true;
        while (continued && next < lines.size()) {
            String line = line(next);
            if (next > first && isBlankOrComment(line)) {
                next++;
                continue;
            }
            int end = continuation(line);
            continued = end >= 0;
            whole.append(continued ? line.substring(0, end) : line);
            next++;
        }
        int last = lastContent(first);
        String text = whole.toString().strip();
        int space = endOfWord(text);
        String keyword = text.substring(0, space).toUpperCase(Locale.ROOT);
        String arguments = text.substring(space).strip();
        List<Heredoc> heredocs = hasHeredoc(keyword, arguments) ? heredocs(arguments) : List.of();
        return new Instruction(
                keyword, arguments, first + 1, heredocs.isEmpty() ? last : Math.max(last, next), heredocs);
    }

    /** Comments and empty lines after a last, needless continuation belong to nothing. */
    private int lastContent(int first) {
        int last = next;
        while (last > first + 1 && isBlankOrComment(lines.get(last - 1))) {
            last--;
        }
        return last;
    }

    private boolean hasHeredoc(String keyword, String arguments) {
        boolean reads = WITH_HEREDOC.contains(keyword)
                || (keyword.equals("ONBUILD")
                        && WITH_HEREDOC.contains(
                                arguments.substring(0, endOfWord(arguments)).toUpperCase(Locale.ROOT)));
        return reads && arguments.contains("<<");
    }

    private List<Heredoc> heredocs(String arguments) {
        List<Heredoc> heredocs = new ArrayList<>();
        for (String word : Words.split(arguments)) {
            Matcher mark = HEREDOC.matcher(word);
            if (mark.matches()) {
                String name = Words.unquote(mark.group(2));
                if (!name.isBlank()) {
                    heredocs.add(heredoc(
                            name, mark.group(2).equals(name), !mark.group(1).isEmpty()));
                }
            }
        }
        return heredocs;
    }

    private Heredoc heredoc(String name, boolean expands, boolean withoutTabs) {
        StringBuilder content = new StringBuilder();
        while (next < lines.size()) {
            String line = lines.get(next++);
            String shown = withoutTabs ? withoutLeadingTabs(line) : line;
            if (shown.equals(name)) {
                break;
            }
            content.append(shown).append('\n');
        }
        return new Heredoc(name, content.toString(), expands);
    }

    /** Where the escape that continues a line stands; -1 when it is not continued. */
    private int continuation(String line) {
        int end = line.length();
        while (end > 0 && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\t')) {
            end--;
        }
        return end > 0 && line.charAt(end - 1) == escape ? end - 1 : -1;
    }

    private String line(int index) {
        String line = lines.get(index);
        return index == 0 && line.startsWith("\ufeff") ? line.substring(1) : line;
    }

    private static boolean isBlankOrComment(String line) {
        String text = line.stripLeading();
        return text.isEmpty() || text.charAt(0) == '#';
    }

    private static int endOfWord(String text) {
        int end = 0;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static String withoutLeadingTabs(String line) {
        int start = 0;
        while (start < line.length() && line.charAt(start) == '\t') {
            start++;
        }
        return line.substring(start);
    }
}
