package dev.slipway.buildkit.type;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something on the daemon's disk.
 *
 * @param type {@code regular}, {@code source.local}, {@code source.git.checkout}, {@code exec.cachemount},
 *     {@code frontend} or {@code internal}; empty for what a prune has removed
 * @param inUse a build has it, so it can't be pruned now
 * @param shared another record holds the same bytes
 * @param size bytes
 */
public record UsageRecord(
        String id,
        String type,
        String description,
        boolean mutable,
        boolean inUse,
        boolean shared,
        long size,
        Instant created,
        Optional<Instant> lastUsed,
        long usageCount,
        List<String> parents) {

    public UsageRecord {
        parents = List.copyOf(parents);
    }
}
