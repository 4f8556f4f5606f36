package bench;

import client.Refused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A step that prints as fast as it can: how soon all lines have reached a client, over the WebSocket on one side, through a pipe on
 * the other. Both have arrived with the last line; what a build does after that is not counted.
 */
final class MillionLines implements Scenario {

    private static final int LINES = 1_000_000;
    private static final int WARM_UP_LINES = 100_000;
    private static final String PROJECT = "many-lines";

    private static final String DOCKERFILE = """
            FROM debian:bookworm-slim
            ARG ROUND LINES
            RUN seq --format='line %.0f of a build that has much to say' "$LINES"
            """;

    private static final String EVENT = "\"type\":\"log\"";

    /** The beginning of a line whose rest comes in another event. */
    private static final String PARTIAL = "\"partial\":true";

    private static final Pattern PLAIN = Pattern.compile("#\\d+ \\d+\\.\\d+ line \\d+ of .*");

    private final SlipwaySide slipway;
    private final BuildctlSide buildctl;
    private final Path folder;

    MillionLines(SlipwaySide slipway, BuildctlSide buildctl, Path folder) {
        this.slipway = slipway;
        this.buildctl = buildctl;
        this.folder = folder;
    }

    @Override
    public String name() {
        return "log";
    }

    @Override
    public String title() {
        return "%,d log lines to a client".formatted(LINES);
    }

    @Override
    public List<Metric> metrics() {
        return List.of(new Metric("rate", Metric.Unit.LINES_PER_SECOND, new Goal.AtLeast(0.8)));
    }

    @Override
    public List<String> commands() {
        return List.of(slipway.request(PROJECT, request(1, LINES)), String.join(" ", command(1, LINES)));
    }

    @Override
    public void prepare() throws Exception {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("Dockerfile"), DOCKERFILE);
        slipway.upload(folder, PROJECT);
        slipway(0, WARM_UP_LINES);
        buildctl(0, WARM_UP_LINES);
    }

    @Override
    public List<Double> slipway(int round) throws Exception {
        return slipway(round, LINES);
    }

    @Override
    public List<Double> buildctl(int round) throws Exception {
        return buildctl(round, LINES);
    }

    private List<Double> slipway(int round, int lines) throws Exception {
        Arrivals arrivals = new Arrivals();
        slipway.build(
                PROJECT, request(round, lines), frame -> arrivals.add(count(frame, EVENT) - count(frame, PARTIAL)));
        if (arrivals.count != lines) {
            throw new Refused("%,d of %,d lines arrived from Slipway.".formatted(arrivals.count, lines));
        }
        return List.of(arrivals.rate());
    }

    private static int count(String frame, String event) {
        int count = 0;
        for (int at = frame.indexOf(event); at >= 0; at = frame.indexOf(event, at + event.length())) {
            count++;
        }
        return count;
    }

    private List<Double> buildctl(int round, int lines) throws Exception {
        Arrivals arrivals = new Arrivals();
        buildctl.build(command(round, lines), line -> {
            if (PLAIN.matcher(line).matches()) {
                arrivals.add(1);
            }
        });
        if (arrivals.count != lines) {
            System.out.printf("  of %,d lines, buildctl printed %,d as lines%n", lines, arrivals.count);
        }
        return List.of(arrivals.rate());
    }

    /** The round is an argument of the build, so that the step is in no cache. */
    private static Map<String, ?> request(int round, int lines) {
        return Map.of("args", Map.of("ROUND", "" + round, "LINES", "" + lines), "tags", List.of(PROJECT + ":latest"));
    }

    private List<String> command(int round, int lines) {
        return buildctl.command(
                folder,
                PROJECT,
                "--opt",
                "build-arg:ROUND=" + round,
                "--opt",
                "build-arg:LINES=" + lines,
                "--progress=plain");
    }

    /** Counts lines from the moment it was made. */
    private static final class Arrivals {

        private final long started = System.nanoTime();
        private int count;
        private long last;

        void add(int lines) {
            count += lines;
            last = System.nanoTime();
        }

        /** Lines per second. */
        double rate() {
            if (count == 0) {
                throw new Refused("No line of the log arrived.");
            }
            return count / ((last - started) / 1e9);
        }
    }
}
