package dev.slipway.buildkit.type;

import dev.slipway.oci.ImageReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What becomes of a build's result. Attributes are BuildKit's; a {@code with…} method returns a changed copy.
 *
 * @param type {@code image}, {@code oci}, {@code docker}, {@code tar} or {@code local}
 */
public record Exporter(String type, Map<String, String> attributes) {

    public Exporter {
        attributes = Map.copyOf(attributes);
    }

    /** An image in the daemon's store, not pushed. */
    public static Exporter image() {
        return new Exporter("image", Map.of());
    }

    /** An image that is pushed under these names. */
    public static Exporter push(ImageReference first, ImageReference... more) {
        return image().with("name", names(first, List.of(more))).with("push", "true");
    }

    /** An image that is pushed without a tag; {@link SolveResult#imageDigest()} is then its only name. */
    public static Exporter pushByDigest(String domainAndRepository) {
        return image().with("name", domainAndRepository).with("push", "true").with("push-by-digest", "true");
    }

    /** An OCI layout as a tar, sent to the client; {@code session.filesend} receives it. */
    public static Exporter oci() {
        return new Exporter("oci", Map.of());
    }

    /** A tar that {@code docker load} reads, sent to the client. */
    public static Exporter docker() {
        return new Exporter("docker", Map.of());
    }

    /** The result's root file system as a tar, sent to the client. */
    public static Exporter tar() {
        return new Exporter("tar", Map.of());
    }

    public Exporter with(String attribute, String value) {
        Map<String, String> changed = new HashMap<>(attributes);
        changed.put(attribute, value);
        return new Exporter(type, changed);
    }

    /** Layers compressed with zstd; {@code level} 1 costs little and halves a build's time against gzip. */
    public Exporter withZstd(int level) {
        return with("compression", "zstd")
                .with("compression-level", Integer.toString(level))
                .with("oci-mediatypes", "true");
    }

    private static String names(ImageReference first, List<ImageReference> more) {
        return more.isEmpty()
                ? first.toString()
                : first + "," + more.stream().map(ImageReference::toString).collect(Collectors.joining(","));
    }
}
