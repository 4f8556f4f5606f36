package bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Where and when it was measured: figures mean nothing without it. */
final class Machine {

    private Machine() {}

    static List<String> describe(Programs programs, Options options) throws IOException {
        return List.of(
                fact("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()),
                fact("processor", "%s, %d cores, load average %.1f".formatted(processor(), cores(), load())),
                fact("memory", memory()),
                fact("system", "%s, kernel %s".formatted(distribution(), System.getProperty("os.version"))),
                fact("Java", Runtime.version().toString()),
                fact("buildkitd", version(programs.buildkitd())),
                fact("buildctl", version(programs.buildctl())),
                fact("registry", version(programs.registry())),
                fact("runc", version(programs.runc())),
                fact("Slipway", String.join(" ", options.slipway())),
                fact("rounds", "%d, interleaved; medians".formatted(options.rounds())));
    }

    private static String fact(String name, String value) {
        return "%-10s %s".formatted(name, value);
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** More than there are cores: others were at work, and the figures say little. */
    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String processor() throws IOException {
        return value(Path.of("/proc/cpuinfo"), "model name", ":");
    }

    private static String memory() throws IOException {
        String kibibytes = value(Path.of("/proc/meminfo"), "MemTotal", ":").replace(" kB", "");
        return "%.1f GiB".formatted(Double.parseDouble(kibibytes) / (1 << 20));
    }

    private static String distribution() throws IOException {
        return value(Path.of("/etc/os-release"), "PRETTY_NAME", "=").replace("\"", "");
    }

    private static String value(Path file, String key, String separator) throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(separator) + 1).strip())
                    .orElse("0");
        }
    }

    /** The first line of what the program says of itself. */
    private static String version(Path program) throws IOException {
        Process asked = new ProcessBuilder(program.toString(), "--version")
                .redirectErrorStream(true)
                .start();
        try (var output = asked.inputReader()) {
            return output.lines().findFirst().orElse("unknown");
        }
    }
}
