package dev.slipway.buildkit.type;

import dev.slipway.oci.ImageReference;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What becomes of a build's result. Attributes are BuildKit's; a {@code with…} method returns a changed copy.
 *
 * @param type {@code image}, {@code oci}, {@code docker}, {@code tar}, {@code local} or, in a Docker Engine, {@code moby}
 * @param target where the result goes on this side, when it is sent here
 */
public record Exporter(String type, Map<String, String> attributes, Optional<ExportTarget> target) {

    public Exporter {
        attributes = Map.copyOf(attributes);
    }

    /** An image in the daemon's store, not pushed. */
    public static Exporter image() {
        return remote("image");
    }

    /** An image in the image store of a Docker Engine, for an engine's own BuildKit only. */
    public static Exporter moby() {
        return remote("moby");
    }

    /** An image that is pushed under these names. */
    public static Exporter push(ImageReference first, ImageReference... more) {
        return image().with("name", names(first, List.of(more))).with("push", "true");
    }

    /** An image that is pushed without a tag; {@link SolveResult#imageDigest()} is then its only name. */
    public static Exporter pushByDigest(String domainAndRepository) {
        return image().with("name", domainAndRepository).with("push", "true").with("push-by-digest", "true");
    }

    /** The result's root file system as a folder; a build for several platforms has a folder for each in it. */
    public static Exporter local(Path folder) {
        return to("local", ExportTarget.folder(folder));
    }

    /** The result's root file system as a tar. */
    public static Exporter tar(Path file) {
        return to("tar", ExportTarget.file(file));
    }

    /** An OCI layout as a tar. */
    public static Exporter oci(Path file) {
        return to("oci", ExportTarget.file(file));
    }

    /** An OCI layout as a folder; one that is there already is added to, as its blobs are named by their content. */
    public static Exporter ociLayout(Path folder) {
        return new Exporter("oci", Map.of("tar", "false"), Optional.of(ExportTarget.replacedFolder(folder)));
    }

    /** A tar that {@code docker load} reads; for one platform only. */
    public static Exporter docker(Path file) {
        return to("docker", ExportTarget.file(file));
    }

    /**
     * An export to somewhere.
     *
     * @throws IllegalArgumentException when {@code type} does not go there: a folder takes {@code local}, all else the tars
     */
    public static Exporter to(String type, ExportTarget target) {
        boolean isTree = type.equals("local");
        boolean isFolder = target instanceof ExportTarget.Folder;
        boolean isArchive = type.equals("tar") || type.equals("oci") || type.equals("docker");
        if (isTree ? !isFolder : !isArchive) {
            throw new IllegalArgumentException(
                    "the exporter '%s' does not go to %s; 'local' goes to a folder, 'tar', 'oci' and 'docker' to a file or stream"
                            .formatted(type, target));
        }
        return new Exporter(type, Map.of(), Optional.of(target));
    }

    private static Exporter remote(String type) {
        return new Exporter(type, Map.of(), Optional.empty());
    }

    /** A name for an image that is not pushed, in an OCI layout for instance. */
    public Exporter named(ImageReference first, ImageReference... more) {
        return with("name", names(first, List.of(more)));
    }

    /** A copy with an attribute of BuildKit's. */
    public Exporter with(String attribute, String value) {
        Map<String, String> changed = new HashMap<>(attributes);
        changed.put(attribute, value);
        return new Exporter(type, changed, target);
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
