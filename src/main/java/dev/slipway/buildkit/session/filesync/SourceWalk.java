package dev.slipway.buildkit.session.filesync;

import dev.slipway.buildkit.type.LocalSource;
import dev.slipway.buildkit.type.SourceEntry;
import dev.slipway.buildkit.type.SourceEntry.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Visits the selected entries of a source in the order that the receiver demands: a directory before its content, the
 * content before the directory's next sibling, siblings by the bytes of their names in UTF-8.
 */
final class SourceWalk {

    /** By code point, which is the order of UTF-8 bytes and, for names beyond the BMP, not that of Java's strings. */
    static final Comparator<String> NAME_ORDER = SourceWalk::compareCodePoints;

    private final LocalSource source;
    private final Visitor visitor;
    private final PathMatcher include;
    private final boolean includesAll;
    private final PathMatcher exclude;

    private SourceWalk(LocalSource source, List<String> include, List<String> exclude, Visitor visitor) {
        this.source = source;
        this.visitor = visitor;
        this.include = PathMatcher.of(include);
        this.includesAll = include.isEmpty();
        this.exclude = PathMatcher.of(exclude);
    }

    /** @throws IllegalArgumentException when a pattern is malformed or the source gives an impossible name */
    static void walk(LocalSource source, PathSelection selection, Visitor visitor)
            throws IOException, InterruptedException {
        List<String> include = new ArrayList<>(selection.include());
        if (!selection.follow().isEmpty()) {
            FollowPaths.resolve(source, selection.follow()).ifPresent(include::addAll);
        }
        // A pattern for the root selects all of it.
        List<String> patterns = include.contains(GoPath.ROOT) ? List.of() : include;
        SourceWalk walk = new SourceWalk(source, patterns, selection.exclude(), visitor);
        walk.directory("", new Directory(null, null, walk.include.top(), walk.exclude.top()));
    }

    private void directory(String path, Directory parent) throws IOException, InterruptedException {
        List<SourceEntry> entries = new ArrayList<>(source.list(path));
        entries.sort(Comparator.comparing(SourceEntry::name, NAME_ORDER));
        String last = "";
        for (SourceEntry entry : entries) {
            requireValid(path, entry, last);
            last = entry.name();
            visit(entry, parent);
        }
    }

    private void visit(SourceEntry entry, Directory parent) throws IOException, InterruptedException {
        String path = entry.path();
        boolean isDirectory = entry.kind() == Kind.DIRECTORY;
        PathMatcher.Result included = include.match(path, parent.included);
        PathMatcher.Result excluded = exclude.match(path, parent.excluded);
        boolean wanted = includesAll || included.matched();
        if (!wanted && (!isDirectory || !include.mayMatchBelow(path))) {
            return;
        }
        if (excluded.matched() && (!isDirectory || !exclude.mayExceptBelow(path))) {
            return;
        }
        Directory directory = new Directory(entry, parent, included, excluded);
        if (wanted && !excluded.matched()) {
            directory.announce(visitor);
        }
        if (isDirectory) {
            directory(path, directory);
        }
    }

    private static void requireValid(String directory, SourceEntry entry, String last) {
        String name = entry.name();
        boolean valid = entry.path().equals(GoPath.join(directory, name))
                && !name.equals(".")
                && !name.equals("..")
                && name.indexOf('\0') < 0
                && !name.equals(last);
        if (!valid) {
            throw new IllegalArgumentException(
                    "'%s' can't be an entry of the folder '%s'".formatted(entry.path(), directory));
        }
    }

    private static int compareCodePoints(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                // A surrogate stands for a character above all others.
                boolean alike = Character.isSurrogate(x) == Character.isSurrogate(y);
                return alike
                        ? Character.compare(x, y)
                        : Boolean.compare(Character.isSurrogate(x), Character.isSurrogate(y));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /** Is told of each selected entry. */
    @FunctionalInterface
    interface Visitor {
        void visit(SourceEntry entry) throws IOException, InterruptedException;
    }

    /** A directory on the way down. It is announced with the first thing in it that is wanted, at the latest. */
    private static final class Directory {

        private final @Nullable SourceEntry entry;
        private final @Nullable Directory parent;
        private final PathMatcher.Result included;
        private final PathMatcher.Result excluded;
        private boolean announced;

        Directory(
                @Nullable SourceEntry entry,
                @Nullable Directory parent,
                PathMatcher.Result included,
                PathMatcher.Result excluded) {
            this.entry = entry;
            this.parent = parent;
            this.included = included;
            this.excluded = excluded;
        }

        void announce(Visitor visitor) throws IOException, InterruptedException {
            if (announced || entry == null || parent == null) {
                return;
            }
            parent.announce(visitor);
            announced = true;
            visitor.visit(entry);
        }
    }
}
