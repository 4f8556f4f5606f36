package dev.slipway.buildkit.session.filesend;

import dev.slipway.buildkit.type.ExportTarget.ExportLimits;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what an exporter sends, in all its transfers, against its limits. */
final class Allowance {

    private final ExportLimits limits;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong entries = new AtomicLong();

    Allowance(ExportLimits limits) {
        this.limits = limits;
    }

    void takeBytes(long count) throws IOException {
        if (bytes.addAndGet(count) > limits.bytes()) {
            throw new IOException("the export is larger than the allowed %d bytes".formatted(limits.bytes()));
        }
    }

    void takeEntry(String path) throws IOException {
        if (entries.incrementAndGet() > limits.entries()) {
            throw new IOException("the export has more than the allowed %d entries, '%s' is one too many"
                    .formatted(limits.entries(), path));
        }
    }
}
