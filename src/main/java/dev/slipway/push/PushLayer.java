package dev.slipway.push;

import dev.slipway.oci.Digest;

/**
 * A blob of the image (a layer, or a config) and how far it is.
 *
 * @param size bytes
 * @param sent bytes that went to the destination and were not lost on the way
 */
public record PushLayer(Digest digest, long size, long sent, LayerState state) {

    static PushLayer waiting(Digest digest, long size) {
        return new PushLayer(digest, size, 0, LayerState.WAITING);
    }

    PushLayer is(LayerState now, long nowSent) {
        return new PushLayer(digest, size, nowSent, now);
    }
}
