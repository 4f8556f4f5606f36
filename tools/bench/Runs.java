package bench;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** The values of all rounds of one scenario. */
final class Runs {

    private final List<Metric> metrics;
    private final List<List<Double>> slipway = new ArrayList<>();
    private final List<List<Double>> buildctl = new ArrayList<>();

    Runs(List<Metric> metrics) {
        this.metrics = metrics;
    }

    void addSlipway(List<Double> run) {
        slipway.add(run);
    }

    void addBuildctl(List<Double> run) {
        buildctl.add(run);
    }

    /** One metric's medians. */
    record Comparison(Metric metric, double slipway, double buildctl) {

        double ratio() {
            return slipway / buildctl;
        }

        boolean meetsGoal() {
            return metric.goal().isMet(slipway, buildctl);
        }
    }

    List<Comparison> medians() {
        List<Comparison> comparisons = new ArrayList<>();
        for (int i = 0; i < metrics.size(); i++) {
            comparisons.add(new Comparison(metrics.get(i), median(slipway, i), median(buildctl, i)));
        }
        return comparisons;
    }

    /** The newest values of both sides. */
    String last() {
        StringJoiner words = new StringJoiner("; ");
        for (int i = 0; i < metrics.size(); i++) {
            Metric metric = metrics.get(i);
            words.add("%s: Slipway %s, buildctl %s"
                    .formatted(
                            metric.name(),
                            metric.unit().text(slipway.getLast().get(i)),
                            metric.unit().text(buildctl.getLast().get(i))));
        }
        return words.toString();
    }

    private static double median(List<List<Double>> runs, int metric) {
        double[] sorted =
                runs.stream().mapToDouble(run -> run.get(metric)).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
