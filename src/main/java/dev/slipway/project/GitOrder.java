package dev.slipway.project;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.TreeFormatter;

/** Writes tree objects as git wants them: by the bytes of the name, a folder as if its name ended with {@code /}. */
final class GitOrder {

    private GitOrder() {}

    /** An entry of a tree object. */
    record Child(String name, FileMode mode, ObjectId id) {}

    static ObjectId write(ObjectInserter inserter, Collection<Child> children) throws IOException {
        Sorted[] sorted = children.stream().map(Sorted::of).toArray(Sorted[]::new);
        Arrays.sort(sorted, (a, b) -> Arrays.compareUnsigned(a.key, b.key));
        TreeFormatter tree = new TreeFormatter();
        for (Sorted entry : sorted) {
            tree.append(entry.name, 0, entry.name.length, entry.child.mode(), entry.child.id());
        }
        return inserter.insert(tree);
    }

    private record Sorted(byte[] key, byte[] name, Child child) {

        static Sorted of(Child child) {
            byte[] name = child.name().getBytes(StandardCharsets.UTF_8);
            byte[] key = name;
            if (FileMode.TREE.equals(child.mode())) {
                key = Arrays.copyOf(name, name.length + 1);
                key[name.length] = '/';
            }
            return new Sorted(key, name, child);
        }
    }
}
