package dev.slipway.project;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
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
        TreeFormatter tree = new TreeFormatter();
        children.stream().sorted(Comparator.comparing(GitOrder::key)).forEach(child -> {
            byte[] name = child.name().getBytes(StandardCharsets.UTF_8);
            tree.append(name, 0, name.length, child.mode(), child.id());
        });
        return inserter.insert(tree);
    }

    /** One byte of the name in each character: strings compare as bytes do then. */
    private static String key(Child child) {
        String bytes = new String(child.name().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return FileMode.TREE.equals(child.mode()) ? bytes + "/" : bytes;
    }
}
