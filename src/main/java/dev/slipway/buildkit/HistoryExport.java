package dev.slipway.buildkit;

import dev.slipway.buildkit.grpc.control.BuildHistoryRecord;
import dev.slipway.buildkit.grpc.control.BuildResultInfo;
import dev.slipway.buildkit.grpc.control.Descriptor;
import dev.slipway.oci.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes records with their logs, attestations and the manifests of what they made, in the form of buildx's
 * {@code .dockerbuild} files: an OCI layout in which each record is a manifest, its config the record itself. What may hold
 * credentials stays out: attributes of caches but their reference and scope, and traces, which repeat them.
 */
final class HistoryExport {

    static final String RECORD = "application/vnd.buildkit.historyrecord.v0";
    static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    static final String INDEX = "application/vnd.oci.image.index.v1+json";

    private static final String REFERENCE = "vnd.buildkit.history.reference";
    private static final String TRUE_TYPE = "vnd.export-build.descriptor.mediatype";
    private static final String CACHES = "cache-imports";
    private static final JsonMapper JSON = new JsonMapper();

    private final Blobs blobs;
    private final ArchiveWriter archive;

    private HistoryExport(Blobs blobs, ArchiveWriter archive) {
        this.blobs = blobs;
        this.archive = archive;
    }

    static void write(List<BuildHistoryRecord> records, Blobs blobs, OutputStream out) throws IOException {
        try (ArchiveWriter archive = new ArchiveWriter(out)) {
            HistoryExport export = new HistoryExport(blobs, archive);
            ArrayNode manifests = JSON.createArrayNode();
            for (BuildHistoryRecord record : records) {
                ObjectNode manifest = export.record(record);
                manifest.withObject("annotations").put(REFERENCE, record.getRef());
                manifests.add(manifest);
            }
            ObjectNode entry = records.size() == 1
                    ? (ObjectNode) manifests.get(0)
                    : export.json(INDEX, document(INDEX).set("manifests", manifests));
            ObjectNode index = document(INDEX);
            index.putArray("manifests").add(entry);
            archive.file("index.json", JSON.writeValueAsBytes(index));
            archive.file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
        }
    }

    private ObjectNode record(BuildHistoryRecord record) throws IOException {
        BuildHistoryRecord told = withoutCredentials(record);
        ObjectNode config = GoJson.write(told).put("DefaultPlatform", "");
        ObjectNode manifest = document(MANIFEST);
        manifest.set("config", json(RECORD, config));
        ArrayNode layers = manifest.putArray("layers");
        if (told.hasLogs()) {
            layers.add(blob(told.getLogs()));
        }
        if (told.hasExternalError()) {
            layers.add(blob(told.getExternalError()));
        }
        List<BuildResultInfo> results = new ArrayList<>(told.getResultsMap().values());
        if (told.hasResult()) {
            results.addFirst(told.getResult());
        }
        for (BuildResultInfo result : results) {
            for (Descriptor attestation : result.getAttestationsList()) {
                layers.add(blob(attestation));
            }
            for (Descriptor image : result.getResultsMap().values()) {
                // Its true type would have readers look for its children, which are not here.
                ObjectNode layer = blob(image).put("mediaType", "application/json");
                layer.withObject("annotations").put(TRUE_TYPE, image.getMediaType());
                layers.add(layer);
            }
        }
        return json(MANIFEST, manifest);
    }

    private ObjectNode blob(Descriptor descriptor) throws IOException {
        Digest digest = Digest.parse(descriptor.getDigest());
        archive.blob(digest, descriptor.getSize(), out -> blobs.copy(digest, out));
        ObjectNode written = descriptor(descriptor.getMediaType(), digest, descriptor.getSize());
        descriptor
                .getAnnotationsMap()
                .forEach((name, value) -> written.withObject("annotations").put(name, value));
        return written;
    }

    private ObjectNode json(String mediaType, JsonNode content) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(content);
        Digest digest = digest(bytes);
        archive.blob(digest, bytes.length, out -> out.write(bytes));
        return descriptor(mediaType, digest, bytes.length);
    }

    private static ObjectNode document(String mediaType) {
        return JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", mediaType);
    }

    private static ObjectNode descriptor(String mediaType, Digest digest, long size) {
        return JSON.createObjectNode()
                .put("mediaType", mediaType)
                .put("digest", digest.toString())
                .put("size", size);
    }

    private static BuildHistoryRecord withoutCredentials(BuildHistoryRecord record) {
        BuildHistoryRecord.Builder told = record.toBuilder().clearTrace();
        String caches = record.getFrontendAttrsMap().get(CACHES);
        if (caches != null) {
            told.putFrontendAttrs(CACHES, withoutCredentials(caches));
        }
        return told.build();
    }

    private static String withoutCredentials(String caches) {
        try {
            ArrayNode told = JSON.createArrayNode();
            for (JsonNode cache : JSON.readTree(caches)) {
                ObjectNode entry =
                        told.addObject().put("Type", cache.path("Type").asString(""));
                ObjectNode attributes = entry.putObject("Attrs");
                for (String name : List.of("ref", "scope")) {
                    cache.path("Attrs").path(name).stringValueOpt().ifPresent(value -> attributes.put(name, value));
                }
            }
            return told.toString();
        } catch (JacksonException e) {
            return "";
        }
    }

    private static Digest digest(byte[] bytes) {
        try {
            return Digest.parse("sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK knows SHA-256", e);
        }
    }

    /** Where a record's blobs come from. */
    interface Blobs {
        void copy(Digest blob, OutputStream out) throws IOException;
    }
}
