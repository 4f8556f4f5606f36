package dev.slipway.buildkit.gateway;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.buildkit.Kitchen;
import dev.slipway.buildkit.OwnDaemon;
import dev.slipway.buildkit.Solve;
import dev.slipway.buildkit.gateway.ContainerSpec.StepState;
import dev.slipway.buildkit.gateway.ProcessSpec.TerminalSize;
import dev.slipway.buildkit.type.BuildkitException;
import dev.slipway.buildkit.type.Exporter;
import dev.slipway.buildkit.type.FailedStep;
import dev.slipway.buildkit.type.FileStat;
import dev.slipway.buildkit.type.LogStream;
import dev.slipway.buildkit.type.SolveCancelledException;
import dev.slipway.buildkit.type.SolveFailedException;
import dev.slipway.buildkit.type.SolveRequest;
import dev.slipway.buildkit.type.SolveResult;
import dev.slipway.buildkit.type.StepMount;
import dev.slipway.oci.Platform;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class GatewayTest {

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
    void filesOfAResultAreReadWithoutExportingIt() throws Exception {
        kitchen.steps("""
                RUN /bin/busybox mkdir /d && echo -n 0123456789 > /d/file.txt && echo x > /d/other && /bin/busybox ln -s /d/file.txt /link && /bin/busybox chmod 4711 /d/other
                ENV COLOUR=blue
                """);

        lead(gateway -> {
            GatewayResult result = gateway.evaluate();
            ResultRef files = result.ref();
            assertThat(new String(files.readFile("/d/file.txt"), StandardCharsets.UTF_8))
                    .isEqualTo("0123456789");
            assertThat(new String(files.readFile("/link", 2, 3), StandardCharsets.UTF_8))
                    .isEqualTo("234");
            assertThat(files.list("/d")).extracting(FileStat::name).containsExactly("file.txt", "other");
            assertThat(files.list("/d", "*.txt")).extracting(FileStat::name).containsExactly("file.txt");
            assertThat(files.stat("/d/other").permissions()).isEqualTo(04711);
            assertThat(files.stat("/d").kind()).isEqualTo(FileStat.Kind.DIRECTORY);
            assertThatThrownBy(() -> files.readFile("/none")).isInstanceOf(BuildkitException.class);
            assertThat(new String(result.imageConfig().orElseThrow(), StandardCharsets.UTF_8))
                    .contains("COLOUR=blue");
            return GatewayResult.NOTHING;
        });
    }

    @Test
    void aPlanRunsItsStepsWhenItsFilesAreAskedFor() throws Exception {
        kitchen.steps("RUN echo ran\nRUN exit 4\n");

        lead(gateway -> {
            GatewayResult plan = gateway.solve(Map.of(), false);
            assertThat(kitchen.output()).doesNotContain("ran");
            assertThatThrownBy(() -> plan.ref().evaluate())
                    .isInstanceOfSatisfying(
                            SolveFailedException.class,
                            failure -> assertThat(failure.exitCode()).hasValue(4));
            return GatewayResult.NOTHING;
        });
        assertThat(kitchen.output()).contains("ran");
    }

    @Test
    void whatTheFunctionReturnsIsExported() throws Exception {
        kitchen.steps("RUN echo one > /file\n");

        SolveResult result = DAEMON.client()
                .solve(
                        SolveRequest.dockerfile().exporter(Exporter.image()).build(),
                        kitchen.session(),
                        gateway -> gateway.solve(Map.of("label:a", "b"), true),
                        kitchen::hear);

        assertThat(result.imageDigest()).isPresent();
    }

    @Test
    void severalPlatformsAreSeveralFileSystems() throws Exception {
        kitchen.dockerfile("FROM scratch\nARG TARGETARCH\nCOPY busybox /for-$TARGETARCH\n");

        DAEMON.client()
                .solve(
                        SolveRequest.dockerfile()
                                .platforms(List.of(Platform.LINUX_AMD64, Platform.LINUX_ARM64))
                                .build(),
                        kitchen.session(),
                        gateway -> {
                            GatewayResult result = gateway.evaluate();
                            assertThat(result.refs()).containsOnlyKeys("linux/amd64", "linux/arm64");
                            ResultRef arm = requireNonNull(result.refs().get("linux/arm64"));
                            assertThat(arm.list("/")).extracting(FileStat::name).containsExactly("for-arm64");
                            return result;
                        },
                        kitchen::hear);
    }

    @Test
    void whatTheFunctionThrowsEndsTheBuildAsFailed() throws Exception {
        kitchen.steps("");

        assertThatThrownBy(() -> lead(gateway -> {
                    throw new IllegalStateException("not today");
                }))
                .isInstanceOf(BuildkitException.class)
                .hasMessageContaining("not today");
    }

    @Test
    void aCancelInterruptsTheFunction() throws Exception {
        kitchen.steps("");
        CountDownLatch waiting = new CountDownLatch(1);
        Solve solve = DAEMON.client()
                .start(
                        SolveRequest.dockerfile().build(),
                        kitchen.session(),
                        gateway -> {
                            GatewayResult result = gateway.evaluate();
                            waiting.countDown();
                            new CountDownLatch(1).await();
                            return result;
                        },
                        kitchen::hear);
        waiting.await();

        solve.cancel();

        assertThatThrownBy(solve::await).isInstanceOf(SolveCancelledException.class);
    }

    @Test
    void aProcessRunsInAResult() throws Exception {
        kitchen.steps("RUN echo in the image > /file\n");
        Said said = new Said();

        lead(gateway -> {
            try (Container container = gateway.newContainer(
                    ContainerSpec.of(gateway.evaluate().ref()).withHost("friend", "10.1.2.3"))) {
                ContainerProcess process = container.start(
                        shell("cat /file; grep friend /etc/hosts; echo oops >&2; echo $A; pwd; exit 7")
                                .withEnv(List.of("A=b", "PATH=/bin"))
                                .withDirectory("/bin"),
                        said);
                assertThat(process.await()).isEqualTo(7);
            }
            return GatewayResult.NOTHING;
        });

        assertThat(said.out()).contains("in the image", "10.1.2.3", "b\n/bin");
        assertThat(said.err()).isEqualTo("oops\n");
    }

    @Test
    void aProcessReadsItsInputToTheEnd() throws Exception {
        kitchen.steps("");
        Said said = new Said();

        lead(gateway -> {
            try (Container container =
                    gateway.newContainer(ContainerSpec.of(gateway.evaluate().ref()))) {
                ContainerProcess process = container.start(shell("wc -c").withInput(), said);
                try (OutputStream input = process.input()) {
                    input.write(new byte[1_000_000]);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                assertThat(process.await()).isZero();
            }
            return GatewayResult.NOTHING;
        });

        assertThat(said.out().trim()).isEqualTo("1000000");
    }

    @Test
    void aShellHasATerminalThatCanBeResized() throws Exception {
        kitchen.steps("");
        Said said = new Said();

        lead(gateway -> {
            try (Container container =
                    gateway.newContainer(ContainerSpec.of(gateway.evaluate().ref()))) {
                ContainerProcess shell = container.start(
                        shell("stty size; while read line; do [ \"$line\" = end ] && exit 3; stty size; done")
                                .withTerminal(24, 80),
                        said);
                Kitchen.await(() -> said.out().contains("24 80"));
                shell.resize(new TerminalSize(50, 132));
                Kitchen.await(() -> {
                    type(shell, "\r");
                    return said.out().contains("50 132");
                });
                type(shell, "end\r");
                assertThat(shell.await()).isEqualTo(3);
            }
            return GatewayResult.NOTHING;
        });
    }

    @Test
    void severalProcessesShareAContainerAndHearSignals() throws Exception {
        kitchen.steps("");
        Said said = new Said();

        lead(gateway -> {
            try (Container container =
                    gateway.newContainer(ContainerSpec.of(gateway.evaluate().ref()))) {
                ContainerProcess init = container.start(
                        shell("trap 'echo bye; exit 9' TERM; echo up; while :; do sleep 0.1; done"), said);
                Kitchen.await(() -> said.out().contains("up"));
                assertThat(container.start(shell("echo shared > /note"), said).await())
                        .isZero();
                Said second = new Said();
                assertThat(container.start(shell("cat /note"), second).await()).isZero();
                assertThat(second.out()).isEqualTo("shared\n");
                assertThat(new String(container.readFile("/note"), StandardCharsets.UTF_8))
                        .isEqualTo("shared\n");
                assertThat(container.list("/")).extracting(FileStat::name).contains("note", "bin");
                assertThat(container.stat("/note").size()).isEqualTo(7);
                init.signal("TERM");
                assertThat(init.await()).isEqualTo(9);
            }
            return GatewayResult.NOTHING;
        });

        assertThat(said.out()).contains("bye");
    }

    @Test
    void aContainerThatIsReleasedTakesItsProcessesWithIt() throws Exception {
        kitchen.steps("");

        lead(gateway -> {
            Container container =
                    gateway.newContainer(ContainerSpec.of(gateway.evaluate().ref()));
            ContainerProcess process = container.start(shell("exec sleep 619.25"), ProcessOutput.NONE);
            container.close();
            assertThat(process.await()).isNotZero();
            return GatewayResult.NOTHING;
        });
    }

    @Test
    void aProgramThatIsNotThereIsAnError() throws Exception {
        kitchen.steps("");

        lead(gateway -> {
            try (Container container =
                    gateway.newContainer(ContainerSpec.of(gateway.evaluate().ref()))) {
                Said said = new Said();
                assertThat(container.start(ProcessSpec.of("/no/such"), said).await())
                        .isNotZero();
            }
            return GatewayResult.NOTHING;
        });
    }

    @Test
    void aFailedStepIsEnteredAsItWasAndAsItIs() throws Exception {
        kitchen.steps("""
                ENV WHERE=here
                WORKDIR /work
                RUN --mount=type=cache,target=/cache echo half > made && echo kept > /cache/it && exit 5
                """);
        Said before = new Said();
        Said after = new Said();

        SolveFailedException failure = catchThrowableOfType(
                SolveFailedException.class,
                () -> lead(gateway -> {
                    try {
                        return gateway.evaluate();
                    } catch (SolveFailedException e) {
                        FailedStep step = e.step().orElseThrow();
                        look(gateway, step, StepState.BEFORE, before);
                        look(gateway, step, StepState.AFTER, after);
                        throw e;
                    }
                }));

        assertThat(failure.exitCode()).hasValue(5);
        assertThat(failure.instruction().orElseThrow()).startsWith("RUN --mount=type=cache");
        assertThat(before.out()).contains("here").contains("/work").doesNotContain("half");
        assertThat(after.out()).contains("half").contains("kept");
    }

    @Test
    void aTemporaryFileSystemIsInAContainerThatMountsIt() throws Exception {
        kitchen.steps("");
        Said said = new Said();
        StepMount memory = new StepMount(
                StepMount.Kind.TMPFS, "/tmp", "", false, "", StepMount.Sharing.SHARED, 0, 0, 0, false, 1 << 20);

        lead(gateway -> {
            try (Container container = gateway.newContainer(
                    ContainerSpec.of(gateway.evaluate().ref()).with(memory))) {
                container.start(shell("mount | grep /tmp"), said).await();
            }
            return GatewayResult.NOTHING;
        });

        assertThat(said.out()).contains("tmpfs on /tmp");
    }

    @Test
    void capabilitiesAreKnown() throws Exception {
        kitchen.steps("");

        lead(gateway -> {
            assertThat(gateway.capabilities()).contains("gateway.exec", "gateway.exec.filesystem");
            return GatewayResult.NOTHING;
        });
    }

    private static void look(Gateway gateway, FailedStep step, StepState state, Said said) throws InterruptedException {
        ProcessSpec process = ProcessSpec.of(step.process().orElseThrow())
                .withArgs(List.of(
                        "/bin/busybox", "sh", "-c", "echo $WHERE; pwd; /bin/busybox cat made /cache/it; exit 0"));
        try (Container container =
                gateway.newContainer(ContainerSpec.of(step, state).orElseThrow())) {
            assertThat(container.start(process, said).await()).isZero();
        }
    }

    private void lead(BuildFunction function) throws InterruptedException {
        DAEMON.client().solve(SolveRequest.dockerfile().build(), kitchen.session(), function, kitchen::hear);
    }

    private static ProcessSpec shell(String script) {
        return ProcessSpec.of(
                "/bin/busybox",
                "sh",
                "-c",
                "for c in cat grep wc sleep mount stty; do alias $c=\"/bin/busybox $c\"; done\n" + script);
    }

    private static void type(ContainerProcess shell, String text) {
        try {
            shell.input().write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a process said. */
    private static final class Said implements ProcessOutput {

        private final StringBuilder out = new StringBuilder();
        private final StringBuilder err = new StringBuilder();

        @Override
        public synchronized void write(LogStream stream, ByteBuffer bytes) {
            (stream == LogStream.STDERR ? err : out).append(StandardCharsets.UTF_8.decode(bytes));
        }

        synchronized String out() {
            return out.toString();
        }

        synchronized String err() {
            return err.toString();
        }
    }
}
