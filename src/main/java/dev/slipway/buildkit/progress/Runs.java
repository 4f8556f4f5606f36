package dev.slipway.buildkit.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** When a step worked. Each run is known by the instant it started, and an end once told is not forgotten. */
final class Runs {

    private final TreeMap<Instant, Optional<Instant>> ends = new TreeMap<>();

    /** Returns whether that was news. */
    boolean add(Instant start, Optional<Instant> end) {
        Optional<Instant> known = ends.get(start);
        Optional<Instant> told = known == null ? end : end.or(() -> known);
        return !told.equals(ends.put(start, told));
    }

    boolean isEmpty() {
        return ends.isEmpty();
    }

    /** The start of the first run. */
    Optional<Instant> first() {
        return ends.isEmpty() ? Optional.empty() : Optional.of(ends.firstKey());
    }

    /** The start of the last run. */
    Optional<Instant> last() {
        return ends.isEmpty() ? Optional.empty() : Optional.of(ends.lastKey());
    }

    /** The end of the last run; empty as long as it goes on. */
    Optional<Instant> lastEnd() {
        return ends.isEmpty() ? Optional.empty() : ends.lastEntry().getValue();
    }

    /** The latest of the ends; empty as long as any run goes on. */
    Optional<Instant> commonEnd() {
        Collection<Optional<Instant>> all = ends.values();
        return all.stream().allMatch(Optional::isPresent)
                ? all.stream().flatMap(Optional::stream).max(Instant::compareTo)
                : Optional.empty();
    }

    /** Sum of the finished runs; time in which two of them overlap counts once. */
    Duration duration() {
        Duration sum = Duration.ZERO;
        Instant counted = Instant.MIN;
        for (Map.Entry<Instant, Optional<Instant>> run : ends.entrySet()) {
            Instant start = run.getKey().isAfter(counted) ? run.getKey() : counted;
            Instant end = run.getValue().orElse(start);
            if (end.isAfter(start)) {
                sum = sum.plus(Duration.between(start, end));
                counted = end;
            }
        }
        return sum;
    }
}
