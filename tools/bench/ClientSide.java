package bench;

import dev.slipway.buildkit.BuildkitAddress;
import dev.slipway.buildkit.BuildkitClient;
import dev.slipway.buildkit.session.Session;
import dev.slipway.buildkit.session.filesync.DirectorySource;
import dev.slipway.buildkit.session.filesync.FileSync;
import dev.slipway.buildkit.type.SolveRequest;
import dev.slipway.buildkit.type.SolveStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
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

    /**
     * From the call to its result.
     *
     * @param contextKey under which the daemon keeps the context
     */
    Taken build(Path context, String contextKey, SolveRequest.Builder request, Consumer<SolveStatus> progress)
            throws InterruptedException {
        DirectorySource folder = DirectorySource.of(context);
        Session session = Session.of("bench", FileSync.of(Map.of(contextKey, folder, "dockerfile", folder)));
        SolveRequest asked = request.attribute("contextkey", contextKey).build();
        try (HeapWatch heap = HeapWatch.start()) {
            long started = System.nanoTime();
            client.solve(asked, session, progress);
            return new Taken(Duration.ofNanos(System.nanoTime() - started), heap.growth());
        }
    }
}
