package bench;

import java.nio.file.Path;
import java.util.List;

/** A small build of which everything is cached: what asking alone costs. */
final class ClientCached extends ClientScenario {

    /** Builds in each run: one alone is shorter than the machine's moods. */
    private static final int BUILDS = 20;

    ClientCached(ClientSide client, BuildctlSide buildctl, Path folder) {
        super(client, buildctl, folder);
    }

    @Override
    public String name() {
        return "client-cached";
    }

    @Override
    public String title() {
        return "the client: a build of which everything is cached (mean of %d)".formatted(BUILDS);
    }

    @Override
    public List<Metric> metrics() {
        return List.of(Metric.time(new Goal.AtMost(1.15)));
    }

    @Override
    public void prepare() throws Exception {
        dockerfile("""
                FROM scratch
                COPY busybox /bin/busybox
                RUN ["/bin/busybox", "sh", "-c", "echo one > /one"]
                RUN ["/bin/busybox", "sh", "-c", "echo two > /two"]
                """);
        busybox();
        slipway(0);
        buildctl(0);
    }

    @Override
    public List<Double> slipway(int round) throws Exception {
        double sum = 0;
        for (int i = 0; i < BUILDS; i++) {
            sum += client.build(folder, request(), status -> {}).seconds();
        }
        return List.of(sum / BUILDS);
    }

    @Override
    public List<Double> buildctl(int round) throws Exception {
        double sum = 0;
        for (int i = 0; i < BUILDS; i++) {
            sum += buildctl.build(command(), line -> {}).toNanos() / 1e9;
        }
        return List.of(sum / BUILDS);
    }
}
