package dev.slipway.image;

import java.time.Duration;

/**
 * What one round of {@link StoreCollector} did.
 *
 * @param bytesBefore of all blobs
 * @param blobs that were removed
 * @param kept blobs that no manifest names and that are too young to go, or belong to a push under way
 */
record StoreCollection(long bytesBefore, long bytesFreed, int blobs, int kept, Duration took) {

    long bytesAfter() {
        return bytesBefore - bytesFreed;
    }
}
