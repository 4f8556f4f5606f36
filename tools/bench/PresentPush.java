package bench;

import client.Refused;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * An image goes to a registry that has all of its layers already, under a new tag each time: what a push costs that has nothing to
 * send. Against {@code skopeo copy} from the same edge to the same registry.
 */
final class PresentPush implements Scenario {

    /** A server's JVM has compiled this way long ago; here it takes some pushes. */
    private static final int WARM_UPS = 10;

    private final SlipwaySide slipway;
    private final BuildctlSide buildctl;
    private final String project;
    private String digest = "";
    private int pushes;

    PresentPush(SlipwaySide slipway, BuildctlSide buildctl, Path sample) {
        this.slipway = slipway;
        this.buildctl = buildctl;
        this.project = sample.getFileName().toString();
    }

    @Override
    public String name() {
        return "push";
    }

    @Override
    public String title() {
        return "the image of samples/%s to a registry that has its layers, against skopeo copy".formatted(project);
    }

    @Override
    public List<Metric> metrics() {
        return List.of(Metric.time(new Goal.AtMost(1.2)));
    }

    @Override
    public List<String> commands() {
        return List.of(
                "POST /api/v1/workspaces/%s/repositories/%s/images/<digest>/pushes"
                        .formatted(slipway.workspace(), project),
                String.join(" ", skopeo("(token)", destination("skopeo"))));
    }

    @Override
    public void prepare() throws Exception {
        digest = slipway.image(project);
        for (int i = 0; i < WARM_UPS; i++) {
            slipway(0);
            buildctl(0);
        }
    }

    @Override
    public List<Double> slipway(int round) throws Exception {
        return UncachedBuild.seconds(slipway.push(project, digest, destination("slipway")));
    }

    @Override
    public List<Double> buildctl(int round) throws Exception {
        long started = System.nanoTime();
        Process process = new ProcessBuilder(skopeo(slipway.token(), destination("skopeo")))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new Refused("skopeo failed: " + output);
        }
        return List.of((System.nanoTime() - started) / 1e9);
    }

    private String destination(String side) {
        return "%s/bench/push:%s-%d".formatted(buildctl.registryAddress(), side, ++pushes);
    }

    private List<String> skopeo(String token, String destination) {
        return List.of(
                "skopeo",
                "copy",
                "--quiet",
                "--src-tls-verify=false",
                "--dest-tls-verify=false",
                "--preserve-digests",
                "--all",
                "--src-creds=bench:" + token,
                "docker://%s/%s/%s@%s".formatted(slipway.edge(), slipway.workspace(), project, digest),
                "docker://" + destination);
    }
}
