package bench;

import client.Refused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A large context, sent for the first time and then unchanged. Of the result only one file is kept: sending is the subject. */
final class ClientContext extends ClientScenario {

    private static final int FILES = 20_000;
    private static final int FILE_BYTES = 20_000;

    ClientContext(ClientSide client, BuildctlSide buildctl, Path folder) {
        super(client, buildctl, folder);
    }

    @Override
    public String name() {
        return "client-context";
    }

    @Override
    public String title() {
        return "the client: a context of %,d files and %,d MB, first and unchanged"
                .formatted(FILES, (long) FILES * FILE_BYTES / MB);
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                new Metric("first", Metric.Unit.SECONDS, new Goal.AtMost(1.15)),
                new Metric("first bytes", Metric.Unit.BYTES, new Goal.AtMost(1.02)),
                new Metric("unchanged", Metric.Unit.SECONDS, new Goal.AtMost(1.15)),
                new Metric("unch. bytes", Metric.Unit.BYTES, new Goal.AtMost(1.02)),
                HEAP);
    }

    @Override
    public void prepare() throws Exception {
        dockerfile("FROM scratch AS all\nCOPY . /\nFROM scratch\nCOPY --from=all /d0/f0 /\n");
        for (int i = 0; i < FILES; i++) {
            Path file = folder.resolve("d%d/f%d".formatted(i % 200, i));
            Files.createDirectories(file.getParent());
            write(file, FILE_BYTES);
        }
        slipway(0);
        buildctl(0);
    }

    @Override
    public List<Double> slipway(int round) throws Exception {
        client.forgetContexts();
        TransferredBytes first = new TransferredBytes();
        ClientSide.Taken firstTaken = client.build(folder, request(), first::addStatus);
        requireWhole(first);
        TransferredBytes unchanged = new TransferredBytes();
        ClientSide.Taken unchangedTaken = client.build(folder, request(), unchanged::addStatus);
        return List.of(
                firstTaken.seconds(), (double) first.sum(), unchangedTaken.seconds(), (double) unchanged.sum(), (double)
                        Math.max(firstTaken.heap(), unchangedTaken.heap()));
    }

    @Override
    public List<Double> buildctl(int round) throws Exception {
        client.forgetContexts();
        TransferredBytes first = new TransferredBytes();
        double firstSeconds = buildctl.build(command(), first::addRawJson).toNanos() / 1e9;
        requireWhole(first);
        TransferredBytes unchanged = new TransferredBytes();
        double unchangedSeconds =
                buildctl.build(command(), unchanged::addRawJson).toNanos() / 1e9;
        return List.of(firstSeconds, (double) first.sum(), unchangedSeconds, (double) unchanged.sum(), NONE);
    }

    private static void requireWhole(TransferredBytes first) {
        if (first.sum() < (long) FILES * FILE_BYTES) {
            throw new Refused("The daemon knew some of the context already: this was no first time.");
        }
    }
}
