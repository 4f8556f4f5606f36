package dev.slipway.project;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Finds Dockerfiles by the names that people give them. */
final class DockerfileNames {

    /** Enough to choose from. */
    private static final int MAX = 100;

    /** A program about Dockerfiles, or words about one. */
    private static final Pattern SOURCE = Pattern.compile(
            "(?:docker|container)file\\.(?:java|kt|go|py|rb|rs|c|h|cc|cpp|cs|js|mjs|ts|tsx|md|txt|html|json|ya?ml|png|svg)");

    private DockerfileNames() {}

    static List<String> in(SourceTree tree) throws IOException {
        List<String> found = new ArrayList<>();
        tree.walk("", entry -> {
            if (entry instanceof SourceEntry.File file && matches(nameOf(file.path()))) {
                found.add(file.path());
            }
            return true;
        });
        return found.stream()
                .sorted(Comparator.comparingLong(DockerfileNames::depth).thenComparing(Comparator.naturalOrder()))
                .limit(MAX)
                .toList();
    }

    /** {@code Dockerfile}, {@code Dockerfile.dev}, {@code dev.Dockerfile}, and the same with Containerfile, in any case. */
    private static boolean matches(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".dockerignore") || SOURCE.matcher(lower).matches()) {
            return false;
        }
        return List.of("dockerfile", "containerfile").stream()
                .anyMatch(word -> lower.equals(word) || lower.startsWith(word + ".") || lower.endsWith("." + word));
    }

    private static String nameOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static long depth(String path) {
        return path.chars().filter(c -> c == '/').count();
    }
}
