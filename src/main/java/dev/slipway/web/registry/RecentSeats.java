package dev.slipway.web.registry;

import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Who was let in a moment ago. A daemon asks for a dozen blobs within a tenth of a second, each with the same token: the tables
 * answer the first. Rights taken away are felt when the moment is over. Only what was allowed is remembered.
 */
final class RecentSeats {

    private static final long MOMENT_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int MOST = 1_000;
    private static final int LOCKS = 64;

    private final LongSupplier nanos;
    private final Map<Key, Entry> entries = new ConcurrentHashMap<>();
    private final Object[] locks = Stream.generate(Object::new).limit(LOCKS).toArray();

    private record Key(String authorization, ImageName name, Permission permission) {

        @Override
        public String toString() {
            return "Key[" + name + ", " + permission + "]";
        }
    }

    private record Entry(Seat seat, long judgedAt) {

        boolean isRecent(long now) {
            return now - judgedAt < MOMENT_NANOS;
        }
    }

    /** @param nanos as {@link System#nanoTime()} */
    RecentSeats(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** @param judge asked when the answer is not recent; what it throws is passed on */
    Seat seat(String authorization, ImageName name, Permission permission, Supplier<Seat> judge) {
        Key key = new Key(authorization, name, permission);
        return known(key).orElseGet(() -> first(key, judge));
    }

    private Optional<Seat> known(Key key) {
        long now = nanos.getAsLong();
        return Optional.ofNullable(entries.get(key))
                .filter(entry -> entry.isRecent(now))
                .map(Entry::seat);
    }

    /** Of those who ask at once, one asks the tables and the others wait for what he hears. */
    private Seat first(Key key, Supplier<Seat> judge) {
        synchronized (locks[Math.floorMod(key.hashCode(), locks.length)]) {
            return known(key).orElseGet(() -> judged(key, judge));
        }
    }

    private Seat judged(Key key, Supplier<Seat> judge) {
        long now = nanos.getAsLong();
        Seat seat = judge.get();
        if (entries.size() >= MOST) {
            entries.values().removeIf(entry -> !entry.isRecent(now));
        }
        if (entries.size() < MOST) {
            entries.put(key, new Entry(seat, now));
        }
        return seat;
    }
}
