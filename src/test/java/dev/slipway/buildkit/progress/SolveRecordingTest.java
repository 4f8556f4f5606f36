package dev.slipway.buildkit.progress;

import static org.assertj.core.api.Assertions.fail;

import dev.slipway.buildkit.Daemon;
import dev.slipway.buildkit.RecordedSolve;
import dev.slipway.buildkit.StatusRecorder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes the recordings anew that {@link RecordedSolvesTest} reads: builds through {@code buildctl} on a real daemon. They are
 * kept because a build never takes the same time twice.
 */
@EnabledIfEnvironmentVariable(
        named = "SLIPWAY_RECORD",
        matches = "1",
        disabledReason = "recordings are made anew by hand: SLIPWAY_RECORD=1")
class SolveRecordingTest {

    private static final Path RECORDINGS = Path.of("src/test/resources/dev/slipway/buildkit/progress");

    private static final int TRIES = 30;

    private static final String BUSYBOX = """
            FROM scratch
            COPY busybox /bin/busybox
            SHELL ["/bin/busybox", "sh", "-c"]
            """;

    @TempDir
    private Path folder;

    @Test
    void buildctlIsRecorded() throws Exception {
        Path context = Files.createDirectories(folder.resolve("context"));
        Files.copy(Path.of("/bin/busybox"), context.resolve("busybox"));
        Files.write(context.resolve("large"), new byte[20 << 20]);
        try (Daemon daemon = Daemon.start();
                StatusRecorder recorder = StatusRecorder.between(folder.resolve("sock"), daemon)) {
            for (String name : RecordedSolvesTest.NAMES) {
                Files.writeString(context.resolve("Dockerfile"), dockerfile(name));
                recordWithoutChance(recorder, context, name);
            }
        }
    }

    /**
     * Chance has a part in what buildctl writes: which of two steps that began or ended at the same instant comes first, and
     * whether a message came just before a beat or just after it. Such a recording is taken again.
     */
    private void recordWithoutChance(StatusRecorder recorder, Path context, String name) throws Exception {
        for (int i = 0; i < TRIES; i++) {
            RecordedSolve solve = record(recorder, context, name);
            if (RecordedSolvesTest.ours(solve).equals(RecordedSolvesTest.buildctls(solve))) {
                solve.save(RECORDINGS.resolve(name + ".solve.gz"));
                return;
            }
        }
        fail("'%s' never comes out as buildctl's", name);
    }

    private static String dockerfile(String name) {
        return switch (name) {
            case "first", "cached" -> BUSYBOX + """
                    COPY large /large
                    RUN echo one; echo two >&2
                    RUN for i in 1 2 3 4 5 6 7 8; do echo $i; /bin/busybox usleep 60000; done
                    WORKDIR /srv
                    """;
            case "failed" -> BUSYBOX + """
                    RUN for i in $(/bin/busybox seq 14); do echo line $i; done; \\
                        echo the end >&2; exit 7
                    """;
            case "mistaken" -> BUSYBOX + "RUNN true\n";
            case "parallel" -> """
                    FROM scratch AS base
                    COPY busybox /bin/busybox
                    SHELL ["/bin/busybox", "sh", "-c"]
                    FROM base AS left
                    RUN for i in $(/bin/busybox seq 70); do echo left $i; /bin/busybox usleep 100000; done; echo left > /left
                    FROM base AS right
                    RUN for i in $(/bin/busybox seq 40); do echo right $i; /bin/busybox usleep 200000; done; echo right > /right
                    FROM base
                    COPY --from=left /left /
                    COPY --from=right /right /
                    """;
            case "cut-off" -> """
                    FROM scratch AS base
                    COPY busybox /bin/busybox
                    SHELL ["/bin/busybox", "sh", "-c"]
                    FROM base AS left
                    RUN echo waiting; exec /bin/busybox sleep 100
                    FROM base AS right
                    RUN /bin/busybox sleep 1; echo failing; exit 3
                    FROM base
                    COPY --from=left / /
                    COPY --from=right / /
                    """;
            case "groups" -> """
                    FROM scratch AS base
                    COPY --link busybox /bin/busybox
                    SHELL ["/bin/busybox", "sh", "-c"]
                    RUN echo <one> \\& "two" > /file
                    FROM scratch
                    COPY --link --from=base /file /a/
                    COPY --link --from=base /bin/busybox /b/
                    """;
            case "warned" -> """
                    FROM scratch as base
                    COPY busybox /bin/busybox
                    MAINTAINER a <b@c>
                    WORKDIR relative
                    CMD sh
                    """;
            case "torture" -> BUSYBOX + """
                    RUN printf 'no end'; /bin/busybox sleep 0.4; printf ' yet'; /bin/busybox sleep 0.4; printf '\\n'
                    RUN printf '\\033[31mred\\033[0m 10%%\\r20%%\\r30%%\\n\\n\\nlast without end'
                    RUN printf '\\303'; /bin/busybox sleep 0.3; printf '\\244 \\377\\376 \\360\\237'; \\
                        /bin/busybox sleep 0.3; printf '\\230\\200\\n'
                    RUN /bin/busybox head -c 3000000 /dev/zero | /bin/busybox tr '\\000' x
                    RUN /bin/busybox seq 20000; echo out; echo error >&2
                    RUN printf 'open'; /bin/busybox sleep 0.3; exit 9
                    """;
            default -> throw new IllegalArgumentException(name);
        };
    }

    private RecordedSolve record(StatusRecorder recorder, Path context, String name)
            throws IOException, InterruptedException {
        Path trace = Files.createTempDirectory(folder, name).resolve("trace");
        Path plain = folder.resolve(name + ".plain");
        List<String> command = new ArrayList<>(
                List.of(Daemon.tool("buildkit", "buildctl").toString(), "--addr", "unix://" + recorder.socket()));
        command.addAll(List.of("build", "--frontend", "dockerfile.v0", "--progress", "plain"));
        command.addAll(List.of("--local", "context=" + context, "--local", "dockerfile=" + context));
        command.addAll(List.of("--trace", trace.toString(), "--output", "type=oci,dest=" + folder.resolve("image")));
        new ProcessBuilder(command).redirectError(plain.toFile()).start().waitFor();
        return new RecordedSolve(recorder.take(), read(plain), read(trace));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
