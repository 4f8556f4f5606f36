package dev.slipway.push;

import dev.slipway.oci.Digest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How far a push is, kept where it runs. Thread-safe. */
final class PushProgress {

    private static final long TELL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Map<Digest, PushLayer> layers = new LinkedHashMap<>();
    private final Map<Digest, String> uploads;
    private final Runnable changed;
    private long lastTold;

    /** @param changed called often, though not for every byte */
    PushProgress(List<PushLayer> layers, Map<Digest, String> uploads, Runnable changed) {
        layers.forEach(layer -> this.layers.put(layer.digest(), layer));
        this.uploads = new LinkedHashMap<>(uploads);
        this.changed = changed;
    }

    synchronized List<PushLayer> layers() {
        return List.copyOf(layers.values());
    }

    synchronized Map<Digest, String> uploads() {
        return Map.copyOf(uploads);
    }

    /** Where the registry goes on with a blob of which it has a part. */
    synchronized Optional<String> upload(Digest blob) {
        return Optional.ofNullable(uploads.get(blob));
    }

    synchronized void uploading(Digest blob, String location) {
        uploads.put(blob, location);
    }

    synchronized void forget(Digest blob) {
        uploads.remove(blob);
    }

    /** The destination has the blob now. */
    void there(Digest blob, LayerState state) {
        synchronized (this) {
            PushLayer layer = layer(blob);
            layers.put(blob, layer.is(state, state == LayerState.DONE ? layer.size() : 0));
            uploads.remove(blob);
        }
        changed.run();
    }

    void sending(Digest blob, long sent) {
        boolean tell;
        synchronized (this) {
            PushLayer layer = layer(blob);
            tell = layer.state() != LayerState.SENDING || System.nanoTime() - lastTold > TELL_NANOS;
            layers.put(blob, layer.is(LayerState.SENDING, sent));
            if (tell) {
                lastTold = System.nanoTime();
            }
        }
        if (tell) {
            changed.run();
        }
    }

    /** Nothing is sent any more: what was under way waits for a retry. */
    synchronized void stop() {
        layers.replaceAll((blob, layer) ->
                layer.state() == LayerState.SENDING ? layer.is(LayerState.WAITING, layer.sent()) : layer);
    }

    /** Bytes that the destination has already. */
    synchronized long there() {
        return layers.values().stream()
                .mapToLong(layer -> layer.state().isThere() ? layer.size() : layer.sent())
                .sum();
    }

    private PushLayer layer(Digest blob) {
        PushLayer layer = layers.get(blob);
        if (layer == null) {
            throw new IllegalStateException("The push has no blob " + blob);
        }
        return layer;
    }
}
