package bench;

import client.Refused;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Slipway against {@code buildctl} on this machine: the same builds, the same version and settings of BuildKit's daemon, medians of
 * interleaved runs. Run by {@code ./slipway bench}; docs/benchmarks.md tells how to read what it prints. Exit code 0: everything was
 * measured, whether its goal is met or not; 1: something could not be measured.
 */
class Bench {

    private final Options options;
    private final Children children = new Children();
    private final WorkFolder folder;

    private Bench(Options options) throws IOException {
        this.options = options;
        this.folder = WorkFolder.make(options.keep());
    }

    public static void main(String[] arguments) throws Exception {
        int status = 1;
        try {
            Bench bench = new Bench(Options.parse(arguments));
            Runtime.getRuntime().addShutdownHook(new Thread(bench::tidy));
            bench.run();
            status = 0;
        } catch (Refused e) {
            System.err.println(e.getMessage());
        }
        System.exit(status);
    }

    private void run() throws Exception {
        Programs programs = Programs.fromEnvironment();
        Machine.describe(programs, options).forEach(System.out::println);
        System.out.printf("%nStarting Slipway, and a daemon and a registry of the same versions beside it%n");
        SlipwaySide slipway = SlipwaySide.start(children, options.slipway(), folder.path());
        Path sample = options.samples().resolve("hello-python");
        slipway.warmUp(sample);
        BuildctlSide buildctl = BuildctlSide.start(children, programs, folder.path(), slipway.daemonConfig());

        Report report = new Report();
        for (Scenario scenario : scenarios(slipway, buildctl, sample)) {
            report.add(scenario, measure(scenario));
        }
        report.print(System.out);
    }

    private List<Scenario> scenarios(SlipwaySide slipway, BuildctlSide buildctl, Path sample) {
        ClientSide client = ClientSide.connect(buildctl.address());
        return List.of(
                        new UncachedBuild(slipway, buildctl, sample),
                        new CachedBuild(slipway, buildctl, sample),
                        new OneLineChange(slipway, buildctl, folder.path().resolve("project")),
                        new MillionLines(slipway, buildctl, folder.path().resolve("lines")),
                        new PresentPush(slipway, buildctl, sample),
                        new EdgeBlob(slipway, buildctl, folder.path().resolve("blob")),
                        new ClientContext(client, buildctl, folder.path().resolve("context")),
                        new ClientFile(client, buildctl, folder.path().resolve("file")),
                        new ClientCached(client, buildctl, folder.path().resolve("small")),
                        new ClientLog(client, buildctl, folder.path().resolve("output")),
                        new ClientTar(client, buildctl, folder.path().resolve("result")))
                .stream()
                .filter(scenario -> options.wants(scenario.name()))
                .toList();
    }

    /** Who goes first changes with each round, so that neither side always finds the warmer machine. */
    private Runs measure(Scenario scenario) throws Exception {
        System.out.printf("%n%s: %s%n", scenario.name(), scenario.title());
        scenario.prepare();
        Runs runs = new Runs(scenario.metrics());
        for (int round = 1; round <= options.rounds(); round++) {
            if (round % 2 == 1) {
                runs.addSlipway(scenario.slipway(round));
                runs.addBuildctl(scenario.buildctl(round));
            } else {
                runs.addBuildctl(scenario.buildctl(round));
                runs.addSlipway(scenario.slipway(round));
            }
            System.out.printf("  round %d: %s%n", round, runs.last());
        }
        return runs;
    }

    private void tidy() {
        children.close();
        folder.close();
    }
}
