package dev.slipway.buildkit.session.filesync;

import java.util.ArrayDeque;
import java.util.Deque;

/** Paths as Go's {@code path/filepath} sees them on Unix. */
final class GoPath {

    static final String ROOT = ".";

    private GoPath() {}

    /** The shortest path that means the same; {@code .} for nothing. */
    static String clean(String path) {
        boolean absolute = path.startsWith("/");
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/", -1)) {
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (!part.equals("..")) {
                parts.addLast(part);
            } else if (!parts.isEmpty() && !parts.getLast().equals("..")) {
                parts.removeLast();
            } else if (!absolute) {
                parts.addLast(part);
            }
        }
        String joined = String.join("/", parts);
        if (absolute) {
            return "/" + joined;
        }
        return joined.isEmpty() ? ROOT : joined;
    }

    /** {@link #clean} with {@code /} as the parent of itself, and without the leading slash. */
    static String clamped(String path) {
        String absolute = clean("/" + path);
        return absolute.equals("/") ? ROOT : absolute.substring(1);
    }

    static String join(String directory, String name) {
        return directory.isEmpty() || directory.equals(ROOT) ? name : directory + "/" + name;
    }

    /** The directory that holds {@code path}, empty at the root. */
    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
