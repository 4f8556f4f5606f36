package dev.slipway.ui.workbench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the settings read out of a Dockerfile while somebody types in it: stages and arguments. BuildKit stays the judge of
 * the rest, so a line that is not understood is passed over.
 */
final class DockerfileReading {

    private static final Pattern FROM =
            Pattern.compile("^\\s*FROM\\s+(?:--\\S+\\s+)*\\S+(?:\\s+AS\\s+(\\S+))?\\s*$", Pattern.CASE_INSENSITIVE);
    private static final Pattern ARG = Pattern.compile("^\\s*ARG\\s+(.*)$", Pattern.CASE_INSENSITIVE);
    private static final Pattern ARGUMENT = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?:=(\"[^\"]*\"|'[^']*'|\\S*))?");
    private static final Pattern CONTINUED = Pattern.compile("\\\\[ \\t]*\\R");

    private DockerfileReading() {}

    static DockerfileOptions options(String dockerfile) {
        List<String> stages = new ArrayList<>();
        Map<String, DockerfileOptions.Argument> arguments = new LinkedHashMap<>();
        CONTINUED.matcher(dockerfile).replaceAll(" ").lines().forEach(line -> {
            Matcher from = FROM.matcher(line);
            if (from.matches()) {
                // A stage without a name is called by its number, as BuildKit does.
                stages.add(from.group(1) == null ? Integer.toString(stages.size()) : from.group(1));
            }
            Matcher arg = ARG.matcher(line);
            if (arg.matches()) {
                Matcher each = ARGUMENT.matcher(arg.group(1));
                while (each.find()) {
                    String fallback = each.group(2) == null ? null : unquoted(each.group(2));
                    arguments.putIfAbsent(each.group(1), new DockerfileOptions.Argument(each.group(1), fallback));
                }
            }
        });
        return new DockerfileOptions(stages, List.copyOf(arguments.values()));
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1
                && ((text.startsWith("\"") && text.endsWith("\"")) || (text.startsWith("'") && text.endsWith("'")));
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
