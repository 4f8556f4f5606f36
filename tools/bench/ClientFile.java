package bench;

import java.nio.file.Path;
import java.util.List;

/** One large file in the context, sent for the first time. */
final class ClientFile extends ClientScenario {

    private static final long BYTES = 500 * MB;

    ClientFile(ClientSide client, BuildctlSide buildctl, Path folder) {
        super(client, buildctl, folder);
    }

    @Override
    public String name() {
        return "client-file";
    }

    @Override
    public String title() {
        return "the client: a context of one file of %,d MB".formatted(BYTES / MB);
    }

    @Override
    public List<Metric> metrics() {
        return List.of(Metric.time(new Goal.AtMost(1.15)), HEAP);
    }

    @Override
    public void prepare() throws Exception {
        dockerfile("FROM scratch AS all\nCOPY large /\nFROM scratch\nCOPY --from=all /large /\n");
        write(folder.resolve("large"), BYTES);
        slipway(0);
        buildctl(0);
    }

    @Override
    public List<Double> slipway(int round) throws Exception {
        client.forgetContexts();
        ClientSide.Taken taken = client.build(folder, request(), status -> {});
        return List.of(taken.seconds(), (double) taken.heap());
    }

    @Override
    public List<Double> buildctl(int round) throws Exception {
        client.forgetContexts();
        return List.of(buildctl.build(command(), line -> {}).toNanos() / 1e9, NONE);
    }
}
