package dev.slipway.buildkit.corpus;

import dev.slipway.buildkit.type.LogStream;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a build came to, in words that two clients share.
 *
 * @param image digest of the manifest: it stands for the config and for each layer's every file
 * @param error without the words that Go puts in front
 * @param excerpt the lines of the Dockerfile that the error is about, as BuildKit's clients print them
 * @param vertices the names of all steps
 * @param logs what each step printed, a char for each byte, by name and stream
 * @param warnings of the linter
 */
record Outcome(
        Optional<String> image,
        Optional<String> error,
        String excerpt,
        SortedSet<String> vertices,
        SortedSet<String> warnings,
        Map<String, String> logs) {

    private static final Pattern RULES = Pattern.compile("(?<=lint violation found for rules: ).*");

    Outcome {
        error = error.map(Outcome::lasting);
        vertices = new TreeSet<>(vertices);
        warnings = new TreeSet<>(warnings);
        logs = new TreeMap<>(logs);
    }

    /** An error without what is another one each time: the daemon's own name of a snapshot, and the order of broken rules. */
    static String lasting(String error) {
        return RULES.matcher(error.replaceAll("::[a-z0-9]{25}:", "::snapshot:"))
                .replaceFirst(
                        found -> Stream.of(found.group().split(", ")).sorted().collect(Collectors.joining(", ")));
    }

    /** Under which a stream's output is kept. */
    static String stream(String vertex, int stream) {
        return vertex + (stream == LogStream.STDERR.number() ? " (stderr)" : " (stdout)");
    }
}
