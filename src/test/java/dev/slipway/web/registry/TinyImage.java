package dev.slipway.web.registry;

import dev.slipway.oci.Digest;
import java.nio.charset.StandardCharsets;

/** The smallest image that a registry takes: a config, one layer, a manifest. */
final class TinyImage {

    static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";

    private final byte[] config;
    private final byte[] layer;
    private final byte[] manifest;

    private TinyImage(byte[] config, byte[] layer, byte[] manifest) {
        this.config = config;
        this.layer = layer;
        this.manifest = manifest;
    }

    /** @param text makes images differ */
    static TinyImage of(String text) {
        byte[] layer = ("layer of " + text).getBytes(StandardCharsets.UTF_8);
        byte[] config = """
                {"architecture":"amd64","os":"linux","created":"2026-01-02T03:04:05Z",
                 "config":{"Cmd":["python3","my-app.py"],"WorkingDir":"/app","Env":["PATH=/bin"]},
                 "rootfs":{"type":"layers","diff_ids":["%s"]},
                 "history":[
                  {"created":"2026-01-02T03:04:05Z","created_by":"COPY my-app.py /app/ # buildkit","comment":"%s"},
                  {"created":"2026-01-02T03:04:05Z","created_by":"CMD [\\"python3\\" \\"my-app.py\\"]","empty_layer":true}]}
                """.formatted(Digest.of(layer), text).getBytes(StandardCharsets.UTF_8);
        byte[] manifest = manifest(config, layer, "");
        return new TinyImage(config, layer, manifest);
    }

    /** The same blobs, as something that is said about {@code subject}. */
    TinyImage about(Digest subject) {
        String more =
                ",\"artifactType\":\"application/vnd.example.sbom\",\"subject\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":7}"
                        .formatted(MANIFEST_TYPE, subject);
        return new TinyImage(config, layer, manifest(config, layer, more));
    }

    byte[] config() {
        return config.clone();
    }

    byte[] layer() {
        return layer.clone();
    }

    byte[] manifest() {
        return manifest.clone();
    }

    Digest digest() {
        return Digest.of(manifest);
    }

    long size() {
        return (long) config.length + layer.length;
    }

    private static byte[] manifest(byte[] config, byte[] layer, String more) {
        return """
                {"schemaVersion":2,"mediaType":"%s",
                 "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},
                 "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"%s","size":%d}]%s}
                """.formatted(MANIFEST_TYPE, Digest.of(config), config.length, Digest.of(layer), layer.length, more)
                .getBytes(StandardCharsets.UTF_8);
    }
}
