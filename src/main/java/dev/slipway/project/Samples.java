package dev.slipway.project;

import dev.slipway.refusal.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/** Small projects to begin with; they are part of the program, one folder each under {@code samples/}. */
@Component
public class Samples {

    /** What a new Slipway shows first. */
    public static final String FIRST = "hello-python";

    private static final String FOLDER = "samples/";

    private final SortedMap<String, SortedMap<FilePath, Resource>> samples = new TreeMap<>();

    Samples(ProjectLimits limits) {
        try {
            Resource[] found = new PathMatchingResourcePatternResolver(
                            getClass().getClassLoader())
                    .getResources("classpath:" + FOLDER + "*/**");
            for (Resource resource : found) {
                String address = resource.getURL().getPath();
                String inside = address.substring(address.lastIndexOf("/" + FOLDER) + FOLDER.length() + 1);
                int slash = inside.indexOf('/');
                if (slash > 0 && !inside.endsWith("/")) {
                    samples.computeIfAbsent(inside.substring(0, slash), name -> new TreeMap<>(FilePath.ORDER))
                            .put(FilePath.of(inside.substring(slash + 1), limits), resource);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The samples can't be found", e);
        }
    }

    /** What a new project can begin with. */
    public List<String> names() {
        return List.copyOf(samples.keySet());
    }

    /**
     * Adds a sample's files to a tree.
     *
     * @throws Refusal INVALID when there is no such sample
     */
    MainBranch.Change find(String name) {
        SortedMap<FilePath, Resource> files = samples.get(name);
        if (files == null) {
            throw Refusal.invalid(
                    "/template",
                    "no-such-template",
                    "There is no such template. Use one of: " + String.join(", ", names()) + ".");
        }
        return (reader, inserter, tree) -> {
            TreeEdit edit = new TreeEdit(inserter.newReader(), inserter);
            ObjectId changed = tree;
            for (var file : files.entrySet()) {
                ObjectId blob =
                        inserter.insert(Constants.OBJ_BLOB, file.getValue().getContentAsByteArray());
                changed = edit.put(changed, file.getKey(), new TreeEdit.Item(EntryKind.FILE.fileMode(), blob));
            }
            return changed;
        };
    }
}
