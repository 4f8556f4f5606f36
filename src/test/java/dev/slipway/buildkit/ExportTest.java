package dev.slipway.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.buildkit.session.content.OciLayout;
import dev.slipway.buildkit.type.ExportFailedException;
import dev.slipway.buildkit.type.ExportTarget;
import dev.slipway.buildkit.type.ExportTarget.ExportLimits;
import dev.slipway.buildkit.type.Exporter;
import dev.slipway.buildkit.type.SolveFailedException;
import dev.slipway.buildkit.type.SolveRequest;
import dev.slipway.buildkit.type.SolveResult;
import dev.slipway.oci.ImageReference;
import dev.slipway.oci.Platform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ExportTest {

    @RegisterExtension
    private static final OwnDaemon DAEMON = new OwnDaemon();

    @TempDir
    private Path folder;

    private Kitchen kitchen;

    @BeforeEach
    void openKitchen() throws IOException {
        kitchen = Kitchen.in(folder, DAEMON.client());
    }

    @Test
    void aFolderGetsTheTreeWithModesTimesAndLinks() throws Exception {
        kitchen.steps("""
                RUN <<X
                set -e
                B=/bin/busybox
                $B mkdir -p /a/locked /a-dash
                echo inside > /a/locked/file; echo twice > /a/first; : > /a.empty
                $B ln /a/first /a/second
                $B ln -s /a/first /absolute
                $B ln -s ../../../../etc /a/upwards
                $B chmod 4750 /a/first
                $B touch -d @1000000000 /a/locked/file /a/locked
                $B chmod 0500 /a/locked
                X
                """);
        Path out = folder.resolve("out");

        kitchen.build(SolveRequest.dockerfile().exporter(Exporter.local(out)));

        assertThat(out.resolve("a/locked/file")).hasContent("inside");
        assertThat(Files.getLastModifiedTime(out.resolve("a/locked/file")).toInstant())
                .isEqualTo(Instant.ofEpochSecond(1_000_000_000));
        assertThat(Files.getLastModifiedTime(out.resolve("a/locked")).toInstant())
                .isEqualTo(Instant.ofEpochSecond(1_000_000_000));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out.resolve("a/locked"))))
                .isEqualTo("r-x------");
        assertThat((int) Files.getAttribute(out.resolve("a/first"), "unix:mode") & 07777)
                .isEqualTo(04750);
        assertThat(Files.getAttribute(out.resolve("a/first"), "unix:ino"))
                .isEqualTo(Files.getAttribute(out.resolve("a/second"), "unix:ino"));
        assertThat(Files.readSymbolicLink(out.resolve("absolute"))).hasToString("/a/first");
        assertThat(Files.readSymbolicLink(out.resolve("a/upwards"))).hasToString("../../../../etc");
        assertThat(out.resolve("a.empty")).isEmptyFile();
        assertThat(Files.size(out.resolve("bin/busybox"))).isEqualTo(Files.size(Path.of("/bin/busybox")));
        assertThat(names(folder)).containsExactlyInAnyOrder("context", "out");
    }

    @Test
    void aFolderForTwoPlatformsHasAFolderForEach() throws Exception {
        kitchen.dockerfile("FROM scratch\nARG TARGETARCH\nCOPY busybox /for-$TARGETARCH\n");
        Path out = folder.resolve("out");

        kitchen.build(SolveRequest.dockerfile()
                .platforms(List.of(Platform.LINUX_AMD64, Platform.LINUX_ARM64))
                .exporter(Exporter.local(out)));

        assertThat(out.resolve("linux_amd64/for-amd64")).exists();
        assertThat(out.resolve("linux_arm64/for-arm64")).exists();
    }

    @Test
    void thousandsOfFilesArrive() throws Exception {
        kitchen.steps("RUN i=0; while [ $i -lt 3000 ]; do echo $i > /f$i; i=$((i+1)); done\n");
        Path out = folder.resolve("out");

        kitchen.build(SolveRequest.dockerfile().exporter(Exporter.local(out)));

        assertThat(out.resolve("f0")).hasContent("0");
        assertThat(out.resolve("f2999")).hasContent("2999");
        assertThat(names(out)).hasSizeGreaterThan(3000);
    }

    @Test
    void severalExportersServeEachItsTarget() throws Exception {
        kitchen.steps("RUN echo hello > /file\n");
        Path tree = folder.resolve("tree");
        Path tar = folder.resolve("root.tar");
        Path oci = folder.resolve("deep/image.tar");
        Path docker = folder.resolve("docker.tar");
        Path layout = folder.resolve("layout");
        ImageReference name = ImageReference.parse("registry.example.com/team/app:1");

        SolveResult result = kitchen.build(SolveRequest.dockerfile()
                .exporter(Exporter.local(tree))
                .exporter(Exporter.tar(tar))
                .exporter(Exporter.oci(oci).named(name))
                .exporter(Exporter.docker(docker).named(name))
                .exporter(Exporter.ociLayout(layout).named(name))
                .exporter(Exporter.image()));

        assertThat(tree.resolve("file")).hasContent("hello");
        assertThat(entries(tar)).contains("file", "bin/busybox");
        assertThat(entries(oci)).contains("index.json", "oci-layout").doesNotContain("manifest.json");
        assertThat(entries(docker)).contains("manifest.json");
        assertThat(result.imageDigest()).isPresent();
        assertThat(OciLayout.at(layout).find(name.toString())).isPresent();
        assertThat(OciLayout.at(layout)
                        .contains(OciLayout.at(layout)
                                .find(name.toString())
                                .orElseThrow()
                                .digest()))
                .isTrue();
        assertThat(names(folder))
                .containsExactlyInAnyOrder("context", "tree", "root.tar", "deep", "docker.tar", "layout");
    }

    @Test
    void aStreamIsToldWhatTheImageIs() throws Exception {
        kitchen.steps("");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        AtomicReference<Map<String, String>> told = new AtomicReference<>(Map.of());

        kitchen.build(SolveRequest.dockerfile().exporter(Exporter.to("oci", ExportTarget.stream(metadata -> {
            told.set(metadata);
            return bytes;
        }))));

        assertThat(told.get().get("containerimage.digest")).startsWith("sha256:");
        assertThat(bytes.size()).isGreaterThan(500_000);
    }

    @Test
    void nothingIsWrittenWhenTheBuildFails() throws Exception {
        kitchen.steps("RUN exit 1\n");

        assertThatThrownBy(() -> kitchen.build(SolveRequest.dockerfile()
                        .exporter(Exporter.local(folder.resolve("out")))
                        .exporter(Exporter.tar(folder.resolve("out.tar")))))
                .isInstanceOf(SolveFailedException.class);

        assertThat(names(folder)).containsExactly("context");
    }

    @Test
    void aLimitEndsTheExportAndLeavesNothing() throws Exception {
        kitchen.steps("RUN echo hello > /file\n");
        ExportTarget small = ExportTarget.folder(folder.resolve("out")).withLimits(new ExportLimits(1000, 100));
        ExportTarget few = ExportTarget.folder(folder.resolve("out")).withLimits(new ExportLimits(100_000_000, 2));
        ExportTarget shortTar = ExportTarget.file(folder.resolve("out")).withLimits(new ExportLimits(1000, 1));

        assertThatThrownBy(() -> kitchen.build(SolveRequest.dockerfile().exporter(Exporter.to("local", small))))
                .isInstanceOf(ExportFailedException.class)
                .hasMessageContaining("1000 bytes");
        assertThatThrownBy(() -> kitchen.build(SolveRequest.dockerfile().exporter(Exporter.to("local", few))))
                .isInstanceOf(ExportFailedException.class)
                .hasMessageContaining("2 entries");
        assertThatThrownBy(() -> kitchen.build(SolveRequest.dockerfile().exporter(Exporter.to("tar", shortTar))))
                .isInstanceOf(ExportFailedException.class)
                .hasMessageContaining("1000 bytes");
        assertThat(names(folder)).containsExactly("context");
    }

    @Test
    void aFolderThatHoldsSomethingIsNotTouchedUnlessItIsToBeReplaced() throws Exception {
        kitchen.steps("RUN echo new > /file\n");
        Path out = Files.createDirectory(folder.resolve("out"));
        Files.writeString(out.resolve("precious"), "old");

        assertThatThrownBy(() -> kitchen.build(SolveRequest.dockerfile().exporter(Exporter.local(out))))
                .isInstanceOf(ExportFailedException.class)
                .hasMessageContaining("not empty");
        assertThat(names(out)).containsExactly("precious");

        kitchen.build(SolveRequest.dockerfile().exporter(Exporter.to("local", ExportTarget.replacedFolder(out))));

        assertThat(names(out)).contains("file").doesNotContain("precious");
        assertThat(names(folder)).containsExactlyInAnyOrder("context", "out");
    }

    @Test
    void whatCantBeMadeHereIsNamed() throws Exception {
        kitchen.steps("RUN /bin/busybox mkfifo /pipe\n");

        assertThatThrownBy(
                        () -> kitchen.build(SolveRequest.dockerfile().exporter(Exporter.local(folder.resolve("out")))))
                .isInstanceOf(ExportFailedException.class)
                .hasMessageContaining("'pipe'");
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new HashSet<>(
                    files.map(file -> file.getFileName().toString()).toList());
        }
    }

    private static Set<String> entries(Path tar) throws IOException {
        assertThat(Files.isRegularFile(tar, LinkOption.NOFOLLOW_LINKS)).isTrue();
        Set<String> names = new HashSet<>();
        try (InputStream in = Files.newInputStream(tar);
                TarArchiveInputStream entries = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }
}
