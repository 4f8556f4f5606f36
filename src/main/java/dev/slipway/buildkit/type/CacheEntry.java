package dev.slipway.buildkit.type;

import java.nio.file.Path;
import java.util.HashMap;
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

    /** A reference in a registry. */
    public static CacheEntry registry(String reference) {
        return new CacheEntry("registry", Map.of("ref", reference));
    }

    /** Within the image that is exported; taken from there as {@link #registry}. */
    public static CacheEntry inline() {
        return new CacheEntry("inline", Map.of());
    }

    /** From a layout on this side, if there is one with a cache in it. */
    public static CacheEntry fromLocal(Path folder) {
        return new CacheEntry("local", Map.of("src", folder.toString()));
    }

    /** To a layout on this side, which is made or added to. */
    public static CacheEntry toLocal(Path folder) {
        return new CacheEntry("local", Map.of("dest", folder.toString()));
    }

    /** The cache service of GitHub's actions. */
    public static CacheEntry gha(String url, String token, String scope) {
        return new CacheEntry("gha", Map.of("url", url, "token", token, "scope", scope));
    }

    /** An S3 bucket, under {@code name}; credentials and the like are further attributes. */
    public static CacheEntry s3(String region, String bucket, String name) {
        return new CacheEntry("s3", Map.of("region", region, "bucket", bucket, "name", name));
    }

    /** A container of Azure's blob storage, under {@code name}; credentials are further attributes. */
    public static CacheEntry azblob(String accountUrl, String name) {
        return new CacheEntry("azblob", Map.of("account_url", accountUrl, "name", name));
    }

    /** A copy with an attribute of BuildKit's. */
    public CacheEntry with(String attribute, String value) {
        Map<String, String> changed = new HashMap<>(attributes);
        changed.put(attribute, value);
        return new CacheEntry(type, changed);
    }

    /** For an export: the steps of all stages, and not only of those that are in the image. */
    public CacheEntry withAllStages() {
        return with("mode", "max");
    }

    /** For an export: a failure to store the cache does not fail the build. */
    public CacheEntry withErrorsIgnored() {
        return with("ignore-error", "true");
    }

    /** Keeps credentials out of logs. */
    @Override
    public String toString() {
        return "CacheEntry[" + type + ", " + attributes.keySet() + "]";
    }
}
