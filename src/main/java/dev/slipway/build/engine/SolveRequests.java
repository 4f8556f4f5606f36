package dev.slipway.build.engine;

import dev.slipway.build.Build;
import dev.slipway.build.BuildNetwork;
import dev.slipway.build.BuildRequest;
import dev.slipway.buildkit.type.Exporter;
import dev.slipway.buildkit.type.SolveRequest;
import java.util.Map;

/** Says in BuildKit's words what a person wants built. */
final class SolveRequests {

    private static final int ZSTD_LEVEL = 1;

    private SolveRequests() {}

    /**
     * @param repository with registry and workspace, where the image is pushed by its digest
     * @param cacheNamespace in which the project's cache mounts live
     */
    static SolveRequest of(Build build, String repository, String cacheNamespace) {
        BuildRequest wanted = build.request();
        SolveRequest.Builder request = dockerfile(wanted, cacheNamespace);
        wanted.labels().forEach(request::label);
        if (wanted.noCache()) {
            request.noCache();
        } else if (!wanted.noCacheFilter().isEmpty()) {
            request.attribute("no-cache", String.join(",", wanted.noCacheFilter()));
        }
        if (wanted.pull()) {
            request.pull();
        }
        if (!wanted.platforms().isEmpty()) {
            request.platforms(wanted.platforms());
        }
        if (wanted.network() == BuildNetwork.NONE) {
            request.attribute("force-network-mode", "none");
        }
        return request.exporter(exporter(wanted, repository)).build();
    }

    private static SolveRequest.Builder dockerfile(BuildRequest wanted, String cacheNamespace) {
        SolveRequest.Builder request =
                SolveRequest.dockerfile().filename(wanted.dockerfile()).buildArguments(wanted.args());
        wanted.target().ifPresent(request::target);
        // Last, so that no argument of a person takes its place.
        return request.buildArgument("BUILDKIT_CACHE_MOUNT_NS", cacheNamespace);
    }

    private static Exporter exporter(BuildRequest wanted, String repository) {
        Exporter exporter = compressed(wanted, Exporter.pushByDigest(repository));
        for (Map.Entry<String, String> annotation : wanted.annotations().entrySet()) {
            exporter = exporter.with("annotation." + annotation.getKey(), annotation.getValue());
        }
        return exporter.with("oci-mediatypes", "true");
    }

    /** Layers of base images keep their compression with zstd: packing them again costs time and changes nothing for readers. */
    private static Exporter compressed(BuildRequest wanted, Exporter exporter) {
        return switch (wanted.compression()) {
            case ZSTD -> exporter.withZstd(ZSTD_LEVEL);
            // Asked for by who has readers that know nothing else: then every layer must be so.
            case GZIP -> exporter.with("compression", "gzip").with("force-compression", "true");
            case UNCOMPRESSED -> exporter.with("compression", "uncompressed").with("force-compression", "true");
        };
    }
}
