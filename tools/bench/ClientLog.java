package bench;

import client.Refused;
import dev.slipway.buildkit.progress.PlainProgress;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/** A step that prints as fast as it can, written as plain progress by both. */
final class ClientLog extends ClientScenario {

    private static final int LINES = 1_000_000;

    ClientLog(ClientSide client, BuildctlSide buildctl, Path folder) {
        super(client, buildctl, folder);
    }

    @Override
    public String name() {
        return "client-log";
    }

    @Override
    public String title() {
        return "the client: %,d log lines as plain progress".formatted(LINES);
    }

    @Override
    public List<Metric> metrics() {
        return List.of(new Metric("rate", Metric.Unit.LINES_PER_SECOND, new Goal.AtLeast(0.9)), HEAP);
    }

    @Override
    public void prepare() throws Exception {
        dockerfile("FROM scratch\nCOPY busybox /bin/busybox\nRUN [\"/bin/busybox\", \"seq\", \"" + LINES + "\"]\n");
        busybox();
        slipway(0);
        buildctl(0);
    }

    @Override
    public List<Double> slipway(int round) throws Exception {
        LineCount lines = new LineCount();
        try (PlainProgress plain = new PlainProgress(lines)) {
            ClientSide.Taken taken = client.build(folder, request().noCache(), plain, plain);
            return List.of(rate(lines.count, taken.seconds()), (double) taken.heap());
        }
    }

    @Override
    public List<Double> buildctl(int round) throws Exception {
        LineCount lines = new LineCount();
        double seconds = buildctl.build(command("--no-cache", "--progress=plain"), line -> lines.count++)
                        .toNanos()
                / 1e9;
        return List.of(rate(lines.count, seconds), NONE);
    }

    private static double rate(long lines, double seconds) {
        if (lines < LINES) {
            throw new Refused("%,d of %,d lines arrived.".formatted(lines, LINES));
        }
        return LINES / seconds;
    }

    /** Somewhere that takes lines and keeps none. */
    private static final class LineCount extends OutputStream {

        private long count;

        @Override
        public void write(int b) {
            count += b == '\n' ? 1 : 0;
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            for (int i = from; i < from + length; i++) {
                count += bytes[i] == '\n' ? 1 : 0;
            }
        }
    }
}
