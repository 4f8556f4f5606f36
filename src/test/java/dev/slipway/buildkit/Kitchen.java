package dev.slipway.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.buildkit.session.Session;
import dev.slipway.buildkit.session.filesync.DirectorySource;
import dev.slipway.buildkit.session.filesync.FileSync;
import dev.slipway.buildkit.type.SolveRequest;
import dev.slipway.buildkit.type.SolveResult;
import dev.slipway.buildkit.type.SolveStatus;
import dev.slipway.buildkit.type.VertexLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** A context with a busybox in it, and what its builds said: what every test against a real daemon starts from. */
public final class Kitchen {

    /** The beginning of most test Dockerfiles: busybox, and its shell for every RUN. */
    public static final String BASE = """
            FROM scratch
            COPY busybox /bin/busybox
            SHELL ["/bin/busybox", "sh", "-c"]
            """;

    private final BuildkitClient client;
    private final Path context;
    private final List<SolveStatus> progress = new CopyOnWriteArrayList<>();

    private Kitchen(BuildkitClient client, Path context) {
        this.client = client;
        this.context = context;
    }

    public static Kitchen in(Path folder, BuildkitClient client) throws IOException {
        Path context = Files.createDirectories(folder.resolve("context"));
        Files.copy(Path.of("/bin/busybox"), context.resolve("busybox"));
        return new Kitchen(client, context);
    }

    public Path context() {
        return context;
    }

    /** The lines after {@link #BASE}. */
    public Kitchen steps(String lines) throws IOException {
        return dockerfile(BASE + lines);
    }

    public Kitchen dockerfile(String text) throws IOException {
        Files.writeString(context.resolve("Dockerfile"), text);
        return this;
    }

    public Session session() {
        return Session.of("tests", FileSync.of(DirectorySource.of(context)));
    }

    public SolveResult build(SolveRequest.Builder request) throws InterruptedException {
        return client.solve(request.build(), session(), progress::add);
    }

    public SolveResult build(SolveRequest.Builder request, Session session) throws InterruptedException {
        return client.solve(request.build(), session, progress::add);
    }

    public void hear(SolveStatus status) {
        progress.add(status);
    }

    /** What the steps wrote, all builds of this test together. */
    public String output() {
        StringBuilder output = new StringBuilder();
        for (SolveStatus status : progress) {
            for (VertexLog log : status.logs()) {
                output.append(StandardCharsets.UTF_8.decode(log.bytes()));
            }
        }
        return output.toString();
    }

    /** Whether the last build took the step with this in its name from the cache. */
    public boolean cached(String name) {
        return progress.stream()
                .flatMap(status -> status.vertices().stream())
                .filter(vertex -> vertex.name().contains(name))
                .anyMatch(vertex -> vertex.cached());
    }

    public void forget() {
        progress.clear();
    }

    /** Waits for up to 30 seconds. */
    public static void await(BooleanSupplier condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
            Thread.sleep(20);
        }
    }
}
