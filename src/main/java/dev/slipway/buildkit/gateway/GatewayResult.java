package dev.slipway.buildkit.gateway;

import dev.slipway.buildkit.grpc.gateway.Result;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** What a frontend made: one file system, or one for each platform. */
public final class GatewayResult {

    /** A build without a result. */
    public static final GatewayResult NOTHING = new GatewayResult(Result.getDefaultInstance(), Map.of());

    private static final String CONFIG = "containerimage.config";

    private final Result wire;
    private final Map<String, ResultRef> refs;

    private GatewayResult(Result wire, Map<String, ResultRef> refs) {
        this.wire = wire;
        this.refs = refs;
    }

    static GatewayResult of(Result wire, Bridge bridge) {
        Map<String, ResultRef> refs = new LinkedHashMap<>();
        if (wire.hasRef() && !wire.getRef().getId().isEmpty()) {
            refs.put("", new ResultRef(bridge, wire.getRef().getId()));
        }
        wire.getRefs().getRefsMap().forEach((platform, ref) -> refs.put(platform, new ResultRef(bridge, ref.getId())));
        return new GatewayResult(wire, Map.copyOf(refs));
    }

    /** @throws NoSuchElementException when there is not exactly one: an empty image has none, several platforms have more */
    public ResultRef ref() {
        if (refs.size() != 1) {
            throw new NoSuchElementException("the result has %d file systems, not one".formatted(refs.size()));
        }
        return refs.values().iterator().next();
    }

    /** The file systems by platform, {@code linux/amd64}; the name is empty when no platforms were asked for. */
    public Map<String, ResultRef> refs() {
        return refs;
    }

    /** The image's config as JSON (OCI image-spec), when there is one for all platforms. */
    public Optional<byte[]> imageConfig() {
        return metadata(CONFIG);
    }

    /** The image's config for one of several platforms. */
    public Optional<byte[]> imageConfig(String platform) {
        return metadata(CONFIG + "/" + platform);
    }

    /** What the frontend says about the result, by BuildKit's names. */
    public Optional<byte[]> metadata(String name) {
        return wire.containsMetadata(name)
                ? Optional.of(wire.getMetadataOrThrow(name).toByteArray())
                : Optional.empty();
    }

    Result wire() {
        return wire;
    }
}
