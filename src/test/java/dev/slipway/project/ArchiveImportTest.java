package dev.slipway.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.home.Home;
import dev.slipway.paging.PageRequest;
import dev.slipway.project.archive.UploadBroken;
import dev.slipway.refusal.Refusal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class ArchiveImportTest {

    private static final Author ANN = new Author("Ann", "ann");

    @TempDir
    Path home;

    private final ProjectId project = ProjectId.random();
    private Repositories repositories;
    private ProjectFiles files;

    @BeforeEach
    void makeProject() throws IOException {
        repositories = new Repositories(new Home(home));
        files = new ProjectFiles(repositories, new SourceTrees(repositories), ProjectLimits.defaults());
        repositories.init(project);
        try (FileRepository repository = repositories.open(project)) {
            new MainBranch(repository).commit(ANN, "Create project", (reader, inserter, tree) -> tree);
        }
    }

    @Test
    void everythingThatGitHoldsArrivesIntact() throws IOException {
        byte[] big = new byte[3 << 20];
        Arrays.fill(big, (byte) 'x');
        byte[] archive = tar(tar -> {
            folder(tar, "app/");
            file(tar, "app/run.sh", 0755, "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8));
            file(tar, "app/empty", 0644, new byte[0]);
            file(tar, "app/grüße/日本語 🚀.txt", 0644, "hi".getBytes(StandardCharsets.UTF_8));
            file(tar, "app/big", 0644, big);
            file(tar, "app/README", 0644, "a".getBytes(StandardCharsets.UTF_8));
            file(tar, "app/readme", 0644, "b".getBytes(StandardCharsets.UTF_8));
            link(tar, "app/grüße/link", "../run.sh");
            hardLink(tar, "app/copy", "app/run.sh");
            folder(tar, "app/nothing/");
            file(tar, "app/.git/hooks/post-checkout", 0755, "rm -rf /".getBytes(StandardCharsets.UTF_8));
            file(tar, "app/set", 04755, "s".getBytes(StandardCharsets.UTF_8));
        });

        ImportedArchive imported = read(archive);

        assertThat(files.tree(project, imported.revision()))
                .extracting(entry -> entry.path() + " " + entry.kind().mode() + " " + entry.size())
                .containsExactly(
                        "README 100644 1",
                        "big 100644 3145728",
                        "copy 100755 10",
                        "empty 100644 0",
                        "grüße/link 120000 9",
                        "grüße/日本語 🚀.txt 100644 2",
                        "readme 100644 1",
                        "run.sh 100755 10",
                        "set 100755 1");
        assertThat(imported.leftOut()).extracting(LeftOut::path).containsExactlyInAnyOrder(".git", "nothing", "set");
        assertThat(imported.files()).isEqualTo(9);
        try (InputStream content =
                files.read(project, imported.revision(), path("big")).open()) {
            assertThat(content.readAllBytes()).isEqualTo(big);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "bzip2", "xz", "zstd"})
    void compressedTarsAreToldByTheirContent(String compression) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = new CompressorStreamFactory().createCompressorOutputStream(compression, bytes)) {
            out.write(tar(tar -> file(tar, "Dockerfile", 0644, "FROM scratch\n".getBytes(StandardCharsets.UTF_8))));
        }

        ImportedArchive imported = read(bytes.toByteArray());

        assertThat(files.dockerfiles(project, imported.revision())).containsExactly("Dockerfile");
        byte[] cut = Arrays.copyOf(bytes.toByteArray(), bytes.size() - 5);
        assertRefused(cut, Refusal.Kind.INVALID, "archive-damaged");
    }

    @Test
    void zipsKeepLinksAndPrograms() throws IOException {
        byte[] archive = zip(zip -> {
            entry(zip, "bin/run", UnixStat.FILE_FLAG | 0755, "x");
            entry(zip, "link", UnixStat.LINK_FLAG | 0777, "bin/run");
            entry(zip, "über.txt", UnixStat.FILE_FLAG | 0644, "ü");
        });

        assertThat(files.tree(project, read(archive).revision()))
                .extracting(entry -> entry.path() + " " + entry.kind().mode())
                .containsExactly("bin/run 100755", "link 120000", "über.txt 100644");
        try (Stream<Path> left = Files.list(repositories.uploads())) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "../out",
                "a/../../out",
                "C:/x",
                "c:x",
                "a\\..\\b",
                "\\\\server\\share\\x",
                "a\u0007b",
                "a\u202eb",
                "a\u009bb",
                "a/\u0085"
            })
    void namesThatLeaveOrDeceiveAreRefused(String name) throws IOException {
        assertRefused(tar(tar -> file(tar, name, 0644, new byte[1])), Refusal.Kind.INVALID, "invalid-path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "..", "a/../../b", "../x", "C:\\x", ""})
    void linksThatLeaveAreRefused(String target) throws IOException {
        byte[] archive = tar(tar -> {
            file(tar, "a/file", 0644, new byte[1]);
            file(tar, "b", 0644, new byte[1]);
            link(tar, "link", target);
        });

        assertRefused(archive, Refusal.Kind.INVALID, "link-leaves-project");
    }

    @Test
    void linksThatLeaveInAChainAreRefused() throws IOException {
        byte[] archive = tar(tar -> {
            file(tar, "a/b/file", 0644, new byte[1]);
            link(tar, "here", ".");
            link(tar, "a/b/out", "../../here/sub/../../here/..");
        });
        byte[] circle = tar(tar -> {
            file(tar, "file", 0644, new byte[1]);
            link(tar, "x", "y");
            link(tar, "y", "x");
        });

        assertRefused(archive, Refusal.Kind.INVALID, "link-leaves-project");
        assertRefused(circle, Refusal.Kind.INVALID, "link-leaves-project");
    }

    @Test
    void devicesAndDuplicatesAndLookAlikesAreRefused() throws IOException {
        assertRefused(
                tar(tar -> {
                    TarArchiveEntry fifo = new TarArchiveEntry("pipe", TarConstants.LF_FIFO, true);
                    tar.putArchiveEntry(fifo);
                    tar.closeArchiveEntry();
                }),
                Refusal.Kind.INVALID,
                "not-a-file");
        assertRefused(
                tar(tar -> {
                    file(tar, "a", 0644, new byte[1]);
                    file(tar, "./a", 0644, new byte[1]);
                }),
                Refusal.Kind.INVALID,
                "duplicate-entry");
        assertRefused(
                tar(tar -> {
                    file(tar, "a", 0644, new byte[1]);
                    file(tar, "a/b", 0644, new byte[1]);
                }),
                Refusal.Kind.INVALID,
                "duplicate-entry");
        assertRefused(
                tar(tar -> {
                    file(tar, "\u00fc", 0644, new byte[1]);
                    file(tar, "u\u0308", 0644, new byte[1]);
                }),
                Refusal.Kind.INVALID,
                "look-alike-names");
    }

    @Test
    void limitsAreHeldWhateverIsDeclared() throws IOException {
        ProjectLimits small = new ProjectLimits(
                DataSize.ofKilobytes(64), DataSize.ofMegabytes(8), 100, 5, 20, 60, DataSize.ofKilobytes(1), 2);

        assertRefused(
                small,
                tar(tar -> file(tar, "zeros", 0644, new byte[65 * 1024])),
                Refusal.Kind.TOO_LARGE,
                "content-too-large");
        assertRefused(
                small,
                zip(zip -> IntStream.range(0, 101).forEach(i -> entry(zip, "f" + i, 0, ""))),
                Refusal.Kind.TOO_LARGE,
                "too-many-entries");
        assertRefused(
                small,
                tar(tar -> {
                    for (int i = 0; i < 101; i++) {
                        file(tar, "f" + i, 0644, new byte[0]);
                    }
                }),
                Refusal.Kind.TOO_LARGE,
                "too-many-entries");
        assertRefused(
                small, tar(tar -> file(tar, "1/2/3/4/5/6", 0644, new byte[0])), Refusal.Kind.INVALID, "path-too-deep");
        assertRefused(
                small, tar(tar -> file(tar, "n".repeat(21), 0644, new byte[0])), Refusal.Kind.INVALID, "name-too-long");
        assertRefused(
                small,
                tar(tar -> file(tar, "name/".repeat(13), 0644, new byte[0])),
                Refusal.Kind.INVALID,
                "path-too-long");
    }

    @Test
    void damagedArchivesAreRefused() throws IOException {
        byte[] good = zip(zip -> entry(zip, "a.txt", UnixStat.FILE_FLAG | 0644, "hello hello hello hello"));
        byte[] lyingSize = good.clone();
        int directory = indexOf(good, new byte[] {'P', 'K', 1, 2});
        lyingSize[directory + 24]++;
        byte[] encrypted = good.clone();
        encrypted[directory + 8] = (byte) (encrypted[directory + 8] | 1);
        byte[] plain = tar(tar -> {
            file(tar, "a", 0644, new byte[700]);
            file(tar, "b", 0644, new byte[700]);
        });

        assertRefused(lyingSize, Refusal.Kind.INVALID, "archive-damaged");
        assertRefused(encrypted, Refusal.Kind.INVALID, "archive-encrypted");
        assertRefused(Arrays.copyOf(good, good.length - 10), Refusal.Kind.INVALID, "archive-damaged");
        assertRefused(Arrays.copyOf(plain, 900), Refusal.Kind.INVALID, "archive-damaged");
        assertRefused(Arrays.copyOf(plain, 1536), Refusal.Kind.INVALID, "archive-damaged");
        assertRefused(new byte[0], Refusal.Kind.INVALID, "archive-empty");
        assertRefused(new byte[1024], Refusal.Kind.INVALID, "archive-empty");
        assertRefused(
                "<html>no archive</html>".getBytes(StandardCharsets.UTF_8),
                Refusal.Kind.UNSUPPORTED_TYPE,
                "not-an-archive");
    }

    @Test
    void anUploadThatBreaksOffLeavesNothing() throws IOException {
        Revision before = files.head(project);
        byte[] archive = tar(tar -> file(tar, "a", 0644, new byte[2 << 20]));
        InputStream broken =
                new SequenceInputStream(new ByteArrayInputStream(archive, 0, 1 << 20), new BrokenConnection());

        assertThatThrownBy(() -> read(ProjectLimits.defaults(), broken)).isInstanceOf(UploadBroken.class);

        assertThat(files.head(project)).isEqualTo(before);
        try (Stream<Path> left = Files.walk(repositories.folder(project).resolve("objects"))) {
            assertThat(left.filter(path -> path.toString().endsWith(".pack"))).isEmpty();
        }
    }

    @Test
    void twoUploadsAtOnceEndInTwoCommits() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<ImportedArchive>> uploads = IntStream.range(0, 4)
                    .mapToObj(i ->
                            threads.submit(() -> read(tar(tar -> file(tar, "file" + i, 0644, new byte[] {(byte) i})))))
                    .toList();
            for (Future<ImportedArchive> upload : uploads) {
                upload.get();
            }
        }

        assertThat(files.history(project, Optional.empty(), PageRequest.first()).items())
                .hasSize(5);
        assertThat(files.tree(project, files.head(project))).hasSize(1);
    }

    @Test
    void exportedArchivesAreImportedAgainAsTheyWere() throws IOException {
        Revision first = read(tar(tar -> {
                    file(tar, "bin/run", 0755, "x".getBytes(StandardCharsets.UTF_8));
                    file(tar, "über/" + "lang".repeat(40), 0644, "y".getBytes(StandardCharsets.UTF_8));
                    link(tar, "link", "bin/run");
                }))
                .revision();
        ArchiveExport export = new ArchiveExport(new SourceTrees(repositories), files);

        for (ArchiveFormat format : ArchiveFormat.values()) {
            ByteArrayOutputStream archive = new ByteArrayOutputStream();
            export.write(project, first, format, archive);
            assertThat(files.tree(project, read(archive.toByteArray()).revision()))
                    .isEqualTo(files.tree(project, first));
        }
    }

    private ImportedArchive read(byte[] archive) throws IOException {
        return read(ProjectLimits.defaults(), new ByteArrayInputStream(archive));
    }

    private ImportedArchive read(ProjectLimits limits, InputStream archive) throws IOException {
        try (FileRepository repository = repositories.open(project)) {
            return new ArchiveImport(repositories, limits, new ContentDigests(repositories))
                    .read(new MainBranch(repository), archive, ANN, "");
        }
    }

    private void assertRefused(byte[] archive, Refusal.Kind kind, String code) {
        assertRefused(ProjectLimits.defaults(), archive, kind, code);
    }

    private void assertRefused(ProjectLimits limits, byte[] archive, Refusal.Kind kind, String code) {
        Revision before = files.head(project);
        assertThatThrownBy(() -> read(limits, new ByteArrayInputStream(archive)))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(code);
                    assertThat(refusal.kind()).isEqualTo(kind);
                });
        assertThat(files.head(project)).isEqualTo(before);
    }

    private static FilePath path(String text) {
        return FilePath.of(text, ProjectLimits.defaults());
    }

    private static final class BrokenConnection extends InputStream {

        @Override
        public int read() throws IOException {
            throw new IOException("connection reset");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return read();
        }
    }

    private interface Filling<T> {
        void fill(T archive) throws IOException;
    }

    private static byte[] tar(Filling<TarArchiveOutputStream> filling) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            filling.fill(tar);
        }
        return bytes.toByteArray();
    }

    private static void file(TarArchiveOutputStream tar, String name, int mode, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL, true);
        entry.setName(name);
        entry.setMode(mode);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static void folder(TarArchiveOutputStream tar, String name) throws IOException {
        tar.putArchiveEntry(new TarArchiveEntry(name, true));
        tar.closeArchiveEntry();
    }

    private static void link(TarArchiveOutputStream tar, String name, String target) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK, true);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private static void hardLink(TarArchiveOutputStream tar, String name, String target) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_LINK, true);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private static byte[] zip(Filling<ZipArchiveOutputStream> filling) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
            filling.fill(zip);
        }
        return bytes.toByteArray();
    }

    private static void entry(ZipArchiveOutputStream zip, String name, int mode, String content) {
        try {
            ZipArchiveEntry entry = new ZipArchiveEntry(name);
            if (mode != 0) {
                entry.setUnixMode(mode);
            }
            zip.putArchiveEntry(entry);
            zip.write(content.getBytes(StandardCharsets.UTF_8));
            zip.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int i = 0; i <= bytes.length - wanted.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }
}
