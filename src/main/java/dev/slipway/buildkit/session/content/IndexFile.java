package dev.slipway.buildkit.session.content;

import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Digest;
import dev.slipway.oci.ImageIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A layout's {@code index.json}. What it says beyond our questions is kept when it is changed. */
final class IndexFile {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String REF_NAME = "org.opencontainers.image.ref.name";

    private final Path file;

    IndexFile(Path file) {
        this.file = file;
    }

    Optional<Descriptor> find(String tag) throws IOException {
        List<JsonNode> manifests = new ArrayList<>();
        read().path("manifests").forEach(manifests::add);
        Optional<JsonNode> named =
                manifests.stream().filter(entry -> name(entry).equals(tag)).findFirst();
        if (named.isEmpty()
                && manifests.size() == 1
                && name(manifests.getFirst()).isEmpty()) {
            named = Optional.of(manifests.getFirst());
        }
        return named.isEmpty() ? Optional.empty() : Optional.of(descriptor(named.get()));
    }

    void put(String tag, Descriptor manifest) throws IOException {
        ObjectNode index = read();
        ArrayNode manifests = JSON.createArrayNode();
        for (JsonNode entry : index.path("manifests")) {
            if (!name(entry).equals(tag)) {
                manifests.add(entry);
            }
        }
        ObjectNode entry = manifests
                .addObject()
                .put("mediaType", manifest.mediaType())
                .put("digest", manifest.digest().toString())
                .put("size", manifest.size());
        entry.putObject("annotations").put(REF_NAME, tag);
        index.set("manifests", manifests);
        write(index);
    }

    private ObjectNode read() throws IOException {
        if (!Files.exists(file)) {
            return JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", ImageIndex.OCI);
        }
        try {
            if (JSON.readTree(Files.readAllBytes(file)) instanceof ObjectNode index) {
                return index;
            }
        } catch (JacksonException e) {
            throw new IOException(file + " is not an image index", e);
        }
        throw new IOException(file + " is not an image index");
    }

    private void write(ObjectNode index) throws IOException {
        Path next = file.resolveSibling("." + file.getFileName() + "-" + UUID.randomUUID());
        try {
            Files.write(next, JSON.writeValueAsBytes(index));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private static String name(JsonNode entry) {
        return entry.path("annotations").path(REF_NAME).asString("");
    }

    private Descriptor descriptor(JsonNode entry) throws IOException {
        Optional<Digest> digest = Digest.tryParse(entry.path("digest").asString(""));
        if (digest.isEmpty()) {
            throw new IOException(file + " names a manifest without a digest");
        }
        return Descriptor.of(
                entry.path("mediaType").asString(""),
                digest.get(),
                Math.max(0, entry.path("size").asLong(0)));
    }
}
