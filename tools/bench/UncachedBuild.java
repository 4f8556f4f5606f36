package bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The sample from nothing to an image in the registry: each with its own defaults, Slipway's zstd against buildctl's gzip. */
final class UncachedBuild implements Scenario {

    private final SlipwaySide slipway;
    private final BuildctlSide buildctl;
    private final String project;
    private final Map<String, ?> request;
    private final List<String> command;

    UncachedBuild(SlipwaySide slipway, BuildctlSide buildctl, Path sample) {
        this.slipway = slipway;
        this.buildctl = buildctl;
        this.project = sample.getFileName().toString();
        this.request = Map.of("noCache", true, "tags", List.of(project + ":latest"));
        this.command = buildctl.command(sample, project, "--no-cache", "--progress=plain");
    }

    @Override
    public String name() {
        return "uncached";
    }

    @Override
    public String title() {
        return "samples/%s without cache, image stored".formatted(project);
    }

    @Override
    public List<Metric> metrics() {
        return List.of(Metric.time(new Goal.AtMost(0.60)));
    }

    @Override
    public List<String> commands() {
        return List.of(slipway.request(project, request), String.join(" ", command));
    }

    /** The base image is there on both sides, and so is the package index of whatever stands between. */
    @Override
    public void prepare() throws Exception {
        slipway(0);
        buildctl(0);
    }

    @Override
    public List<Double> slipway(int round) throws Exception {
        return seconds(slipway.build(project, request, frame -> {}));
    }

    @Override
    public List<Double> buildctl(int round) throws Exception {
        return seconds(buildctl.build(command, line -> {}));
    }

    static List<Double> seconds(Duration time) {
        return List.of(time.toNanos() / 1e9);
    }
}
