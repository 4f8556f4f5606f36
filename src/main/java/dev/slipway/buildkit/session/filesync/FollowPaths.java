package dev.slipway.buildkit.session.filesync;

import dev.slipway.buildkit.type.LocalSource;
import dev.slipway.buildkit.type.SourceEntry;
import dev.slipway.buildkit.type.SourceEntry.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds what a path leads to: each symbolic link on the way, and in the end the path itself. Links that point out of the
 * source are taken as if its root were the file system's.
 */
final class FollowPaths {

    private final LocalSource source;
    private final Map<String, Map<String, SourceEntry>> directories = new HashMap<>();
    private final TreeSet<String> found = new TreeSet<>();

    private FollowPaths(LocalSource source) {
        this.source = source;
    }

    /** The paths to include, sorted, none below another; empty when the whole source is wanted. */
    static Optional<List<String>> resolve(LocalSource source, List<String> paths) throws IOException {
        FollowPaths follow = new FollowPaths(source);
        for (String path : paths) {
            follow.add(GoPath.clean(path.startsWith("/") ? "." + path : path));
        }
        return follow.found.contains(GoPath.ROOT) ? Optional.empty() : Optional.of(follow.withoutNested());
    }

    private void add(String path) throws IOException {
        String current = "";
        String rest = path;
        while (true) {
            int slash = rest.indexOf('/');
            current = GoPath.join(current, slash < 0 ? rest : rest.substring(0, slash));
            rest = slash < 0 ? "" : rest.substring(slash + 1);
            List<String> targets = targets(current);
            if (!targets.isEmpty()) {
                if (found.add(current)) {
                    for (String target : targets) {
                        add(rest.isEmpty() ? target : GoPath.clamped(target + "/" + rest));
                    }
                }
                return;
            }
            if (rest.isEmpty()) {
                found.add(current);
                return;
            }
        }
    }

    private List<String> targets(String path) throws IOException {
        String directory = GoPath.parent(path);
        String name = GoPath.name(path);
        Map<String, SourceEntry> entries = entries(directory);
        List<String> targets = new ArrayList<>();
        if (hasWildcard(name)) {
            PathPattern pattern = PathPattern.parse(name);
            entries.values().stream()
                    .filter(entry -> entry.kind() == Kind.SYMBOLIC_LINK && pattern.matches(entry.name()))
                    .forEach(entry -> targets.add(target(directory, entry)));
        } else {
            SourceEntry entry = entries.get(name);
            if (entry != null && entry.kind() == Kind.SYMBOLIC_LINK) {
                targets.add(target(directory, entry));
            }
        }
        return targets;
    }

    private static String target(String directory, SourceEntry link) {
        return GoPath.clamped(link.target().startsWith("/") ? link.target() : directory + "/" + link.target());
    }

    private Map<String, SourceEntry> entries(String directory) throws IOException {
        Map<String, SourceEntry> known = directories.get(directory);
        if (known == null) {
            known = isDirectory(directory) ? list(directory) : Map.of();
            directories.put(directory, known);
        }
        return known;
    }

    private boolean isDirectory(String path) throws IOException {
        if (path.isEmpty()) {
            return true;
        }
        if (path.startsWith("..") || hasWildcard(GoPath.name(path))) {
            return false;
        }
        SourceEntry entry = entries(GoPath.parent(path)).get(GoPath.name(path));
        return entry != null && entry.kind() == Kind.DIRECTORY;
    }

    private Map<String, SourceEntry> list(String directory) throws IOException {
        Map<String, SourceEntry> entries = new HashMap<>();
        source.list(directory).forEach(entry -> entries.put(entry.name(), entry));
        return entries;
    }

    private List<String> withoutNested() {
        List<String> paths = new ArrayList<>();
        for (String path : found) {
            if (paths.isEmpty() || !path.startsWith(paths.getLast() + "/")) {
                paths.add(path);
            }
        }
        return paths;
    }

    private static boolean hasWildcard(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '*' || c == '?' || c == '[') {
                return true;
            }
        }
        return false;
    }
}
