package bench;

import client.Refused;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the benchmark was asked for.
 *
 * @param rounds how often each scenario runs on each side
 * @param only names of scenarios; empty: all
 * @param keep whether the folder with all state and logs stays
 * @param samples folder of Slipway's samples
 * @param slipway the command that starts Slipway
 */
record Options(int rounds, Set<String> only, boolean keep, Path samples, List<String> slipway) {

    static final List<String> SCENARIOS = List.of(
            "uncached",
            "cached",
            "change",
            "log",
            "push",
            "blob",
            "client-context",
            "client-file",
            "client-cached",
            "client-log",
            "client-tar");

    private static final String USAGE = """
            usage: ./slipway bench [--rounds N] [--only SCENARIO]... [--keep]

              --rounds N       how often each scenario runs on each side, 1 to 99 (3)
              --only SCENARIO  one of %s; may be given several times
              --keep           leaves the folder with all state and logs, and says where it is""".formatted(String.join(", ", SCENARIOS));

    /** What follows {@code --} is the command that starts Slipway; {@code ./slipway bench} adds it. */
    static Options parse(String... arguments) {
        List<String> words = List.of(arguments);
        int end = words.indexOf("--");
        if (end < 0 || end == words.size() - 1) {
            throw new Refused("The command that starts Slipway is missing after --: run ./slipway bench.");
        }
        int rounds = 3;
        Set<String> only = new TreeSet<>();
        boolean keep = false;
        Path samples = Path.of("samples");
        for (int i = 0; i < end; i++) {
            switch (words.get(i)) {
                case "--rounds" -> rounds = rounds(words.get(++i));
                case "--only" -> only.add(scenario(words.get(++i)));
                case "--keep" -> keep = true;
                case "--samples" -> samples = Path.of(words.get(++i));
                default -> throw new Refused(USAGE);
            }
        }
        return new Options(rounds, only, keep, samples, List.copyOf(words.subList(end + 1, words.size())));
    }

    boolean wants(String scenario) {
        return only.isEmpty() || only.contains(scenario);
    }

    private static int rounds(String text) {
        if (!text.matches("[1-9][0-9]?")) {
            throw new Refused(USAGE);
        }
        return Integer.parseInt(text);
    }

    private static String scenario(String text) {
        if (!SCENARIOS.contains(text)) {
            throw new Refused(USAGE);
        }
        return text;
    }
}
