package dev.slipway.buildkit.session.filesync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.buildkit.type.LocalSource;
import dev.slipway.buildkit.type.SourceEntry;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceWalkTest {

    @TempDir
    private Path directory;

    @Test
    void aFoldersContentComesBeforeItsNextSibling() throws Exception {
        assertThat(walk(tree("sub-dash", "sub.txt", "sub/a", "sub b", "sub~"), PathSelection.ALL))
                .containsExactly("sub", "sub/a", "sub b", "sub-dash", "sub.txt", "sub~");
    }

    @RepeatedTest(200)
    void theOrderIsThatOfBytesWithTheSlashBeforeAllOthers(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            names.add(randomPath(random));
        }
        List<String> walked = walk(tree(names.toArray(new String[0])), PathSelection.ALL);

        for (int i = 1; i < walked.size(); i++) {
            assertThat(Arrays.compareUnsigned(key(walked.get(i - 1)), key(walked.get(i))))
                    .as("%s before %s", walked.get(i - 1), walked.get(i))
                    .isNegative();
        }
        assertThat(walked)
                .doesNotHaveDuplicates()
                .containsAll(names.stream().filter(walked::contains).toList());
    }

    @Test
    void aFolderIsAnnouncedOnlyForWhatIsWantedInIt() throws Exception {
        MemorySource tree = tree("a/b/keep", "a/b/drop", "c/drop", "d/e/f/keep");

        assertThat(walk(tree, select(List.of(), List.of("*", "!**/keep"))))
                .containsExactly("a", "a/b", "a/b/keep", "d", "d/e", "d/e/f", "d/e/f/keep");
    }

    @Test
    void includedFoldersComeWhole() throws Exception {
        MemorySource tree = tree("src/a", "src/b/c", "docs/d", "srcs/x");

        assertThat(walk(tree, select(List.of("src"), List.of()))).containsExactly("src", "src/a", "src/b", "src/b/c");
        assertThat(walk(tree, select(List.of("src/b", "docs/*"), List.of("**/d"))))
                .containsExactly("src", "src/b", "src/b/c");
        assertThat(walk(tree, select(List.of("."), List.of()))).contains("docs/d", "srcs/x");
    }

    @Test
    void linksOnTheWayAreFollowed() throws Exception {
        Files.createDirectories(directory.resolve("real/inner"));
        Files.writeString(directory.resolve("real/inner/file"), "x");
        Files.writeString(directory.resolve("real/other"), "x");
        Files.createSymbolicLink(directory.resolve("link"), Path.of("/real"));
        Files.createSymbolicLink(directory.resolve("real/up"), Path.of("../../../link/inner"));
        Files.createSymbolicLink(directory.resolve("loop"), Path.of("loop"));

        assertThat(follow("link/inner/file")).containsExactly("link", "real", "real/inner", "real/inner/file");
        assertThat(follow("real/up")).containsExactly("link", "real", "real/inner", "real/inner/file", "real/up");
        assertThat(follow("l*")).contains("link", "real", "loop");
        assertThat(follow("loop/x")).containsExactly("loop");
        assertThat(follow("missing/file")).isEmpty();
        assertThat(follow("/")).contains("real/other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "a/../b"})
    void aNameThatLeavesItsFolderIsRefused(String name) {
        LocalSource hostile = new LocalSource() {
            @Override
            public List<SourceEntry> list(String ignored) {
                return List.of(SourceEntry.file(name, 0644, 0, 0));
            }

            @Override
            public InputStream open(SourceEntry file) {
                return InputStream.nullInputStream();
            }
        };

        assertThatThrownBy(() -> walk(hostile, PathSelection.ALL)).isInstanceOf(IllegalArgumentException.class);
    }

    private List<String> follow(String path) throws Exception {
        return walk(DirectorySource.of(directory), new PathSelection(List.of(), List.of(), List.of(path)));
    }

    private static PathSelection select(List<String> include, List<String> exclude) {
        return new PathSelection(include, exclude, List.of());
    }

    private static List<String> walk(LocalSource source, PathSelection selection) throws Exception {
        List<String> paths = new ArrayList<>();
        SourceWalk.walk(source, selection, entry -> paths.add(entry.path()));
        return paths;
    }

    private static MemorySource tree(String... files) {
        Map<String, byte[]> content = new HashMap<>();
        for (String file : files) {
            boolean isFolder = Arrays.stream(files).anyMatch(other -> other.startsWith(file + "/"));
            if (!isFolder) {
                content.put(file, new byte[0]);
            }
        }
        return MemorySource.of(content);
    }

    private static String randomPath(Random random) {
        List<String> parts = List.of("a", "sub", "-", ".x", " ", "~", "\uFFFD", "😀", "é", "0", "!");
        StringBuilder path = new StringBuilder();
        int depth = 1 + random.nextInt(3);
        for (int i = 0; i < depth; i++) {
            path.append(i == 0 ? "" : "/").append(parts.get(random.nextInt(parts.size())));
            path.append(random.nextBoolean() ? parts.get(random.nextInt(parts.size())) : "z");
        }
        return path.toString();
    }

    private static byte[] key(String path) {
        return path.replace('/', '\0').getBytes(StandardCharsets.UTF_8);
    }
}
