package dev.slipway.push;

import dev.slipway.oci.Digest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The parts of a push that the database keeps as JSON; the shapes here are those on disk, for all time. */
final class PushJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private PushJson() {}

    static String writeLayers(List<PushLayer> layers) {
        return JSON.writeValueAsString(layers.stream().map(StoredLayer::of).toList());
    }

    static List<PushLayer> readLayers(String json) {
        return List.of(JSON.readValue(json, StoredLayer[].class)).stream()
                .map(StoredLayer::toLayer)
                .toList();
    }

    static String writeUploads(Map<Digest, String> uploads) {
        Map<String, String> stored = new LinkedHashMap<>();
        uploads.forEach((digest, location) -> stored.put(digest.toString(), location));
        return JSON.writeValueAsString(stored);
    }

    static Map<Digest, String> readUploads(String json) {
        Map<Digest, String> uploads = new LinkedHashMap<>();
        JSON.readTree(json)
                .properties()
                .forEach(entry -> uploads.put(
                        Digest.parse(entry.getKey()), entry.getValue().asString()));
        return uploads;
    }

    record StoredLayer(String digest, long size, long sent, String state) {

        static StoredLayer of(PushLayer layer) {
            return new StoredLayer(
                    layer.digest().toString(),
                    layer.size(),
                    layer.sent(),
                    layer.state().word());
        }

        PushLayer toLayer() {
            return new PushLayer(Digest.parse(digest), size, sent, LayerState.of(state));
        }
    }
}
