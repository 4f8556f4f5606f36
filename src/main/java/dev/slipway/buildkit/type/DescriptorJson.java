package dev.slipway.buildkit.type;

import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Digest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a descriptor as the daemon writes it among an exporter's answers. */
final class DescriptorJson {

    private static final JsonMapper JSON = new JsonMapper();

    private DescriptorJson() {}

    static Descriptor parse(byte[] json) {
        try {
            JsonNode node = JSON.readTree(json);
            Map<String, String> annotations = new HashMap<>();
            node.path("annotations")
                    .properties()
                    .forEach(p -> annotations.put(p.getKey(), p.getValue().asString("")));
            return new Descriptor(
                    node.path("mediaType").asString(""),
                    Digest.parse(node.path("digest").asString("")),
                    node.path("size").asLong(0),
                    Optional.empty(),
                    annotations,
                    Optional.ofNullable(node.path("artifactType").asString(null)));
        } catch (JacksonException | IllegalArgumentException e) {
            throw new BuildkitException("The daemon's answer names an image in an unknown way.", e);
        }
    }
}
