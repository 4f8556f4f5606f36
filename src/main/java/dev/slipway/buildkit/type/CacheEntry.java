package dev.slipway.buildkit.type;

import java.util.Map;

/**
 * A place that cache is taken from or put to.
 *
 * @param type {@code registry}, {@code inline}, {@code local}, {@code gha}, {@code s3} or {@code azblob}
 * @param attributes BuildKit's, {@code ref} for a registry; they may hold credentials
 */
public record CacheEntry(String type, Map<String, String> attributes) {

    public CacheEntry {
        attributes = Map.copyOf(attributes);
    }

    public static CacheEntry registry(String reference) {
        return new CacheEntry("registry", Map.of("ref", reference));
    }

    public static CacheEntry inline() {
        return new CacheEntry("inline", Map.of());
    }

    /** Keeps credentials out of logs. */
    @Override
    public String toString() {
        return "CacheEntry[" + type + ", " + attributes.keySet() + "]";
    }
}
