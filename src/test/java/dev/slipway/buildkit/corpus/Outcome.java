package dev.slipway.buildkit.corpus;

import dev.slipway.buildkit.type.LogStream;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

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

    Outcome {
        // The daemon's own name of a snapshot is another one each time.
        error = error.map(text -> text.replaceAll("::[a-z0-9]{25}:", "::snapshot:"));
        vertices = new TreeSet<>(vertices);
        warnings = new TreeSet<>(warnings);
        logs = new TreeMap<>(logs);
    }

    /** Under which a stream's output is kept. */
    static String stream(String vertex, int stream) {
        return vertex + (stream == LogStream.STDERR.number() ? " (stderr)" : " (stdout)");
    }
}
