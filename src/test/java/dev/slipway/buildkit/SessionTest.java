package dev.slipway.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.buildkit.session.Session;
import dev.slipway.buildkit.session.content.ContentStores;
import dev.slipway.buildkit.session.content.OciLayout;
import dev.slipway.buildkit.session.filesync.DirectorySource;
import dev.slipway.buildkit.session.filesync.FileSync;
import dev.slipway.buildkit.session.filesync.MemorySource;
import dev.slipway.buildkit.session.ssh.SshAgent;
import dev.slipway.buildkit.session.ssh.SshForward;
import dev.slipway.buildkit.session.upload.Upload;
import dev.slipway.buildkit.type.CacheEntry;
import dev.slipway.buildkit.type.Exporter;
import dev.slipway.buildkit.type.ResourceLimits;
import dev.slipway.buildkit.type.Retry;
import dev.slipway.buildkit.type.SolveFailedException;
import dev.slipway.buildkit.type.SolveRequest;
import dev.slipway.buildkit.type.SourcePolicy;
import dev.slipway.oci.Platform;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a daemon may ask of its client during a build, and what a request may ask of the daemon. */
@Timeout(120)
class SessionTest {

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
    void aStepAsksTheForwardedAgentForItsKeys() throws Exception {
        Path key = folder.resolve("key");
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "a test's key", "-f", key.toString());
        Path socket = folder.resolve("agent");
        copyWithLibraries("ssh-add");
        kitchen.steps("""
                COPY ssh /
                RUN --mount=type=ssh,id=deploy /usr/bin/ssh-add -l
                """);
        Process agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString()).start();
        try {
            Kitchen.await(() -> Files.exists(socket));
            run("env", "SSH_AUTH_SOCK=" + socket, "ssh-add", "-q", key.toString());

            kitchen.build(
                    SolveRequest.dockerfile().noCache(),
                    kitchen.session().with(SshForward.of(Map.of("deploy", SshAgent.socket(socket)))));
        } finally {
            agent.destroy();
        }

        assertThat(kitchen.output()).contains("a test's key (ED25519)");
    }

    @Test
    void anAgentThatWasNotGivenIsRefused() throws Exception {
        kitchen.steps("RUN --mount=type=ssh,id=other,required=true true\n");
        SshForward agents = SshForward.of(SshAgent.socket(folder.resolve("none")));

        assertThatThrownBy(() -> kitchen.build(
                        SolveRequest.dockerfile().noCache(), kitchen.session().with(agents)))
                .isInstanceOf(SolveFailedException.class)
                .hasMessageContaining("no SSH agent was given as 'other'");
    }

    @Test
    void anUploadedArchiveIsTheContext() throws Exception {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(tar)) {
            put(out, "Dockerfile", Kitchen.BASE + "COPY note /note\nRUN /bin/busybox cat /note\n");
            put(out, "busybox", Files.readAllBytes(Path.of("/bin/busybox")));
            put(out, "note", "from an archive");
        }
        Upload upload = Upload.of(() -> new ByteArrayInputStream(tar.toByteArray()));

        kitchen.build(SolveRequest.dockerfile().context(upload.address()), Session.of("tests", upload));

        assertThat(kitchen.output()).contains("from an archive");
    }

    @Test
    void aCacheOnThisSideSparesAnotherDaemonTheWork() throws Exception {
        kitchen.steps("RUN echo expensive > /result\n");
        Path cache = folder.resolve("cache");
        kitchen.build(SolveRequest.dockerfile()
                .cacheFrom(CacheEntry.fromLocal(cache))
                .cacheTo(CacheEntry.toLocal(cache).withAllStages()));
        assertThat(OciLayout.at(cache).find("latest")).isPresent();

        try (Daemon other = Daemon.start();
                BuildkitClient otherClient = BuildkitClient.connect(other.address())) {
            Kitchen there = Kitchen.in(folder.resolve("there"), otherClient);
            there.steps("RUN echo expensive > /result\n");
            there.build(SolveRequest.dockerfile().cacheFrom(CacheEntry.fromLocal(cache)));

            assertThat(there.cached("RUN echo expensive")).isTrue();
        }
    }

    @Test
    void aLayoutOnThisSideIsABaseImage() throws Exception {
        kitchen.steps("RUN echo base > /base\n");
        Path layout = folder.resolve("layout");
        String digest = kitchen.build(SolveRequest.dockerfile().exporter(Exporter.ociLayout(layout)))
                .imageDigest()
                .orElseThrow()
                .toString();
        kitchen.dockerfile(
                "FROM base\nSHELL [\"/bin/busybox\", \"sh\", \"-c\"]\nRUN /bin/busybox cat /base && echo on it\n");

        kitchen.build(
                SolveRequest.dockerfile().namedContext("base", "oci-layout://mine@" + digest),
                kitchen.session().with(ContentStores.context("mine", OciLayout.at(layout))));

        assertThat(kitchen.output()).contains("base").contains("on it");
    }

    @Test
    void aNamedContextIsAnotherSourceOfTheSession() throws Exception {
        kitchen.steps("COPY --from=notes /today /today\nRUN /bin/busybox cat /today\n");
        FileSync sources =
                FileSync.of(DirectorySource.of(kitchen.context())).with("my-notes", MemorySource.of("today", "sunny"));

        kitchen.build(SolveRequest.dockerfile().namedContext("notes", "local:my-notes"), Session.of("tests", sources));

        assertThat(kitchen.output()).contains("sunny");
    }

    @Test
    void aSourcePolicyRefusesAndReplaces() throws Exception {
        kitchen.dockerfile("FROM scratch\nADD https://refused.invalid/file /file\n");

        assertThatThrownBy(() -> kitchen.build(
                        SolveRequest.dockerfile().sourcePolicy(SourcePolicy.NONE.deny("https://refused.invalid/*"))))
                .isInstanceOf(SolveFailedException.class)
                .hasMessageContaining("denied by policy");
    }

    @Test
    void aSourcePolicyPutsAnotherSourceInItsPlace() throws Exception {
        HttpServer files = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        files.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = ("this is " + exchange.getRequestURI().getPath()).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        files.start();
        try {
            String here = "http://127.0.0.1:%d".formatted(files.getAddress().getPort());
            kitchen.steps("ADD https://wanted.invalid/file /file\nRUN /bin/busybox cat /file\n");

            kitchen.build(SolveRequest.dockerfile()
                    .sourcePolicy(SourcePolicy.NONE.replace("https://wanted.invalid/file", here + "/given")));

            assertThat(kitchen.output()).contains("this is /given");
        } finally {
            files.stop(0);
        }
    }

    @Test
    void limitsHoldForEachStep() throws Exception {
        kitchen.steps("""
                RUN cd /sys/fs/cgroup; /bin/busybox cat memory/memory.limit_in_bytes memory.max 2>/dev/null; ulimit -n; \
                    echo quota $(/bin/busybox cat cpu/cpu.cfs_quota_us cpu/cpu.cfs_period_us cpu.max 2>/dev/null); \
                    echo set $(/bin/busybox cat cpuset/cpuset.cpus cpuset.cpus 2>/dev/null)
                """);

        kitchen.build(SolveRequest.dockerfile()
                .noCache()
                .ulimit("nofile", 1234, 1234)
                .resources(ResourceLimits.NONE.memory(200 << 20).cpus(0.5).cpuSet("0")));

        assertThat(kitchen.output()).contains(String.valueOf(200 << 20), "1234", "quota 50000 100000", "set 0\n");
    }

    @Test
    void aStepThatNeedsMoreMemoryThanItMayIsKilledAndTheFailureSaysSo() throws Exception {
        kitchen.steps("""
                RUN /bin/busybox cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null; :
                RUN ["/bin/busybox", "dd", "if=/dev/zero", "of=/dev/null", "bs=200M", "count=1"]
                """);

        SolveFailedException failure = catchThrowableOfType(
                SolveFailedException.class,
                () -> kitchen.build(
                        SolveRequest.dockerfile().noCache().resources(ResourceLimits.NONE.memory(50 << 20))));

        assumeTrue(kitchen.output().contains(String.valueOf(50 << 20)), "cgroups limit no memory here");
        assertThat(failure.exitCode()).hasValue(137);
        assertThat(failure.exitMeaning().orElseThrow()).contains("killed", "memory");
        assertThat(failure.instruction().orElseThrow()).contains("bs=200M");
        assertThat(Retry.needsMemory(failure)).isTrue();
        assertThat(Retry.mayHelp(failure)).isFalse();
    }

    @Test
    void anSbomNeedsAScannerThatTheDaemonCanGet() throws Exception {
        kitchen.steps("");

        assertThatThrownBy(() -> kitchen.build(SolveRequest.dockerfile()
                        .platforms(List.of(Platform.LINUX_AMD64))
                        .sbom("generator=127.0.0.1:1/scanner:1")
                        .exporter(Exporter.image())))
                .isInstanceOf(SolveFailedException.class)
                .hasMessageContaining("127.0.0.1:1/scanner:1");
    }

    @Test
    void attributesReachTheSteps() throws Exception {
        kitchen.steps("ARG WHO\nRUN echo $WHO; /bin/busybox cat /etc/hosts; /bin/busybox df -k /dev/shm\n");

        kitchen.build(SolveRequest.dockerfile()
                .noCache()
                .buildArgument("WHO", "world")
                .host("one", "10.0.0.1")
                .host("two", "10.0.0.2")
                .sharedMemory(7 << 20));

        assertThat(kitchen.output()).contains("world", "10.0.0.1\tone", "10.0.0.2\ttwo", "7168");
    }

    @Test
    void anEntitlementThatTheDaemonDoesNotGrantFailsTheBuild() throws Exception {
        kitchen.steps("RUN --security=insecure true\n");

        assertThatThrownBy(() -> kitchen.build(SolveRequest.dockerfile().entitlement("security.insecure")))
                .hasMessageContaining("security.insecure is not allowed");
    }

    @Test
    void attestationsTellHowTheImageWasMade() throws Exception {
        kitchen.steps("");
        Path layout = folder.resolve("layout");

        var result = kitchen.build(SolveRequest.dockerfile()
                .platforms(List.of(Platform.LINUX_AMD64))
                .provenance("mode=max")
                .exporter(Exporter.ociLayout(layout)));

        assertThat(result.imageDescriptor().orElseThrow().mediaType())
                .isEqualTo("application/vnd.oci.image.index.v1+json");
    }

    private static void put(TarArchiveOutputStream out, String name, String text) throws IOException {
        put(out, name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void put(TarArchiveOutputStream out, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setMode(0100755);
        out.putArchiveEntry(entry);
        out.write(content);
        out.closeArchiveEntry();
    }

    /** A program of this machine, so that it runs in a step. */
    private void copyWithLibraries(String program) throws IOException, InterruptedException {
        Path source = Path.of("/usr/bin", program);
        List<Path> files = new ArrayList<>(List.of(source));
        Matcher libraries = Pattern.compile("(/\\S+) \\(0x").matcher(run("ldd", source.toString()));
        while (libraries.find()) {
            files.add(Path.of(libraries.group(1)));
        }
        for (Path file : files) {
            Path copy = kitchen.context().resolve("ssh").resolve(Path.of("/").relativize(file));
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
