package bench;

import dev.slipway.buildkit.type.Exporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A large result, exported as a tar to a file of the client's. */
final class ClientTar extends ClientScenario {

    private static final long BYTES = 500 * MB;

    ClientTar(ClientSide client, BuildctlSide buildctl, Path folder) {
        super(client, buildctl, folder);
    }

    @Override
    public String name() {
        return "client-tar";
    }

    @Override
    public String title() {
        return "the client: a result of %,d MB as a tar".formatted(BYTES / MB);
    }

    @Override
    public List<Metric> metrics() {
        return List.of(Metric.time(new Goal.AtMost(1.2)), HEAP);
    }

    @Override
    public void prepare() throws Exception {
        dockerfile("FROM scratch\nCOPY large /\n");
        write(folder.resolve("large"), BYTES);
        slipway(0);
        buildctl(0);
    }

    @Override
    public List<Double> slipway(int round) throws Exception {
        Path tar = tar("ours");
        ClientSide.Taken taken = client.build(folder, request().exporter(Exporter.tar(tar)), status -> {});
        Files.delete(tar);
        return List.of(taken.seconds(), (double) taken.heap());
    }

    @Override
    public List<Double> buildctl(int round) throws Exception {
        Path tar = tar("theirs");
        double seconds = buildctl.build(command("--output", "type=tar,dest=" + tar), line -> {})
                        .toNanos()
                / 1e9;
        Files.delete(tar);
        return List.of(seconds, NONE);
    }

    /** Beside the context, not in it. */
    private Path tar(String name) {
        return folder.resolveSibling(folder.getFileName() + "-" + name + ".tar");
    }
}
