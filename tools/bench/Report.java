package bench;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** The table of medians. */
final class Report {

    private static final String ROW = "%-14s %-14s %18s %18s %7s  %-18s %s%n";

    private final Map<Scenario, Runs> results = new LinkedHashMap<>();

    void add(Scenario scenario, Runs runs) {
        results.put(scenario, runs);
    }

    void print(PrintStream out) {
        out.printf("%nWhat each side was asked for%n");
        results.forEach((scenario, runs) -> {
            out.printf("  %s: %s%n", scenario.name(), scenario.title());
            scenario.commands().forEach(command -> out.printf("    %s%n", command));
        });
        out.printf("%nMedians%n");
        out.printf(ROW, "scenario", "measure", "Slipway", "buildctl", "ratio", "goal", "met");
        results.forEach((scenario, runs) -> runs.medians().forEach(comparison -> row(out, scenario, comparison)));
    }

    private static void row(PrintStream out, Scenario scenario, Runs.Comparison comparison) {
        Metric metric = comparison.metric();
        out.printf(
                ROW,
                scenario.name(),
                metric.name(),
                metric.unit().text(comparison.slipway()),
                Double.isNaN(comparison.buildctl()) ? "" : metric.unit().text(comparison.buildctl()),
                Double.isNaN(comparison.ratio()) ? "" : "%.2f".formatted(comparison.ratio()),
                metric.goal(),
                comparison.meetsGoal() ? "yes" : "no");
    }
}
