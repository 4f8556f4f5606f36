package dev.slipway.buildkit.type;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be removed from the daemon's disk. What a build uses stays.
 *
 * @param filters containerd's, {@code type==exec.cachemount} or {@code id~=abc}; each must match
 * @param all also frontends, internal records and what is shared
 * @param keepFor what was used since then stays
 * @param reservedBytes as much stays in any case
 * @param maxUsedBytes as much stays at most, 0 for no such limit
 * @param minFreeBytes as much of the disk is to be free, 0 for no such aim
 */
public record PruneRequest(
        List<String> filters, boolean all, Duration keepFor, long reservedBytes, long maxUsedBytes, long minFreeBytes) {

    /** Everything that no build and no other record needs. */
    public static final PruneRequest UNUSED = new PruneRequest(List.of(), false, Duration.ZERO, 0, 0, 0);

    public PruneRequest {
        filters = List.copyOf(filters);
    }

    /** Frontends, internal records and what is shared, too. */
    public PruneRequest withAll() {
        return new PruneRequest(filters, true, keepFor, reservedBytes, maxUsedBytes, minFreeBytes);
    }

    /** A copy with a filter more, all of which must match. */
    public PruneRequest withFilter(String filter) {
        List<String> more = new ArrayList<>(filters);
        more.add(filter);
        return new PruneRequest(more, all, keepFor, reservedBytes, maxUsedBytes, minFreeBytes);
    }

    /** A copy that spares what was used within the duration. */
    public PruneRequest withKeepFor(Duration duration) {
        return new PruneRequest(filters, all, duration, reservedBytes, maxUsedBytes, minFreeBytes);
    }

    /** In bytes. */
    public PruneRequest withSpace(long reserved, long maxUsed, long minFree) {
        return new PruneRequest(filters, all, keepFor, reserved, maxUsed, minFree);
    }
}
