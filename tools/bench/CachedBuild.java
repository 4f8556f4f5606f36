package bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The sample again, with nothing changed: what a build costs that has nothing to do. */
final class CachedBuild implements Scenario {

    /** A server's JVM has compiled this way long ago; here it takes some dozen builds until they get no faster. */
    private static final int WARM_UPS = 25;

    private final SlipwaySide slipway;
    private final BuildctlSide buildctl;
    private final String project;
    private final Map<String, ?> request;
    private final List<String> command;

    CachedBuild(SlipwaySide slipway, BuildctlSide buildctl, Path sample) {
        this.slipway = slipway;
        this.buildctl = buildctl;
        this.project = sample.getFileName().toString();
        this.request = Map.of("tags", List.of(project + ":latest"));
        this.command = buildctl.command(sample, project, "--progress=plain");
    }

    @Override
    public String name() {
        return "cached";
    }

    @Override
    public String title() {
        return "samples/%s again, everything cached, image stored".formatted(project);
    }

    @Override
    public List<Metric> metrics() {
        return List.of(Metric.time(new Goal.AtMostOr(1.25, 0.250)));
    }

    @Override
    public List<String> commands() {
        return List.of(slipway.request(project, request), String.join(" ", command));
    }

    @Override
    public void prepare() throws Exception {
        for (int i = 0; i < WARM_UPS; i++) {
            slipway(0);
            buildctl(0);
        }
    }

    @Override
    public List<Double> slipway(int round) throws Exception {
        return UncachedBuild.seconds(slipway.build(project, request, frame -> {}));
    }

    @Override
    public List<Double> buildctl(int round) throws Exception {
        return UncachedBuild.seconds(buildctl.build(command, line -> {}));
    }
}
