package bench;

import dev.slipway.buildkit.BuildkitAddress;
import dev.slipway.buildkit.BuildkitClient;
import dev.slipway.buildkit.session.Session;
import dev.slipway.buildkit.session.filesync.DirectorySource;
import dev.slipway.buildkit.session.filesync.FileSync;
import dev.slipway.buildkit.type.PruneRequest;
import dev.slipway.buildkit.type.SolveRequest;
import dev.slipway.buildkit.type.SolveStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** Slipway's BuildKit client in this process, on the daemon that {@code buildctl} also builds with. */
final class ClientSide {

    private final BuildkitClient client;

    private ClientSide(BuildkitClient client) {
        this.client = client;
    }

    static ClientSide connect(String address) {
        return new ClientSide(BuildkitClient.connect(BuildkitAddress.parse(address)));
    }

    /**
     * What a build took.
     *
     * @param heap bytes
     */
    record Taken(Duration time, long heap) {

        double seconds() {
            return time.toNanos() / 1e9;
        }
    }

    /** Has the daemon throw away every context that it was ever sent, by whichever client. */
    void forgetContexts() {
        client.prune(PruneRequest.UNUSED.withFilter("type==source.local"), record -> {});
    }

    /** From the call to its result. */
    Taken build(Path context, SolveRequest.Builder request, Consumer<SolveStatus> progress) throws Exception {
        return build(context, request, progress, () -> {});
    }

    /** From the call until {@code output}, to which {@code progress} writes, is closed. */
    Taken build(Path context, SolveRequest.Builder request, Consumer<SolveStatus> progress, AutoCloseable output)
            throws Exception {
        Session session = Session.of("bench", FileSync.of(DirectorySource.of(context)));
        try (HeapWatch heap = HeapWatch.start()) {
            long started = System.nanoTime();
            client.solve(request.build(), session, progress);
            output.close();
            return new Taken(Duration.ofNanos(System.nanoTime() - started), heap.growth());
        }
    }
}
