package dev.slipway.web.registry;

import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Who was let in a moment ago. A daemon asks for a dozen blobs within a tenth of a second, each with the same token: the tables
 * answer the first. Rights taken away are felt when the moment is over. Only what was allowed is remembered.
 */
final class RecentSeats {

    private static final long MOMENT_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int MOST = 1_000;

    private final LongSupplier nanos;
    private final Map<Key, Entry> entries = new ConcurrentHashMap<>();

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
        long now = nanos.getAsLong();
        Entry known = entries.get(key);
        if (known != null && known.isRecent(now)) {
            return known.seat();
        }
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
