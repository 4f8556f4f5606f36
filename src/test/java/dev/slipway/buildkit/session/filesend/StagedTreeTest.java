package dev.slipway.buildkit.session.filesend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.buildkit.type.ExportTarget.ExportLimits;
import dev.slipway.buildkit.type.FileStat;
import dev.slipway.buildkit.type.FileStat.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A daemon is not trusted to send honest trees. */
class StagedTreeTest {

    @TempDir
    private Path folder;

    private Path root;
    private StagedTree tree;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        tree = another();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/passwd", "..", "../x", "a/../../x", "a//b", "./a", "a/", "a\0b"})
    void aPathThatIsNotCleanIsRefused(String path) {
        assertThatThrownBy(() -> tree.add(entry(path, Kind.FILE, "")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a path within the export");
    }

    @Test
    void aPathLongerThanAnyFileSystemsIsRefused() {
        assertThatThrownBy(() -> tree.add(entry("a".repeat(5000), Kind.FILE, "")))
                .hasMessageContaining("not a path within the export");
    }

    @Test
    void nothingIsWrittenThroughALink() throws Exception {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        tree.add(entry("link", Kind.SYMBOLIC_LINK, outside.toString()));

        assertThatThrownBy(() -> tree.add(entry("link/file", Kind.FILE, "")))
                .hasMessageContaining("came without the folder");
        assertThatThrownBy(() -> tree.add(entry("link", Kind.DIRECTORY, ""))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> tree.add(entry("link", Kind.FILE, ""))).isInstanceOf(IOException.class);
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void nothingIsWrittenThroughALinkOfAnotherTransfer() throws Exception {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        tree.add(entry("link", Kind.SYMBOLIC_LINK, outside.toString()));
        StagedTree beside = another();

        assertThatThrownBy(() -> beside.add(entry("link", Kind.DIRECTORY, ""))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> beside.add(entry("link/file", Kind.FILE, ""))).isInstanceOf(IOException.class);
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void aHardLinkStaysWithinTheExport() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "s");
        tree.add(entry("link", Kind.SYMBOLIC_LINK, folder.toString()));
        tree.add(entry("file", Kind.FILE, ""));

        assertThatThrownBy(() -> tree.add(entry("a", Kind.FILE, "../secret"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> tree.add(entry("b", Kind.FILE, "link/secret"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> tree.add(entry("c", Kind.FILE, "link"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> tree.add(entry("d", Kind.FILE, secret.toString())))
                .isInstanceOf(IOException.class);
        assertThat(tree.add(entry("e", Kind.FILE, "file"))).isFalse();
        assertThat(root.resolve("e")).exists();
    }

    @Test
    void whatComesTwiceIsRefused() throws Exception {
        tree.add(entry("file", Kind.FILE, ""));

        assertThatThrownBy(() -> tree.add(entry("file", Kind.FILE, ""))).isInstanceOf(IOException.class);
    }

    private StagedTree another() {
        return new StagedTree(root, new Allowance(ExportLimits.DEFAULT));
    }

    private static FileStat entry(String path, Kind kind, String target) {
        return new FileStat(path, kind, 0644, 0, 0, 0, 0, target);
    }
}
