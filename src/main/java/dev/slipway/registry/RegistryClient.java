package dev.slipway.registry;

import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Digest;
import dev.slipway.oci.ImageIndex;
import dev.slipway.oci.ImageManifest;
import dev.slipway.oci.RegistryHost;
import dev.slipway.registry.wire.Dialer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Speaks the OCI distribution API 1.1 with one registry. Thread-safe. Every call fails with {@link RegistryException} when
 * the registry's answer is another than asked for, and with another {@link IOException} when there is none.
 */
public final class RegistryClient implements AutoCloseable {

    /** From the last byte of the request to the first of the answer. A blob's digest is computed in between. */
    private static final Duration ANSWER_DEADLINE = Duration.ofMinutes(5);

    private static final Duration READY_DEADLINE = Duration.ofSeconds(2);
    private static final int MAX_ERROR_BYTES = 64 << 10;
    private static final int MAX_PAGE_BYTES = 4 << 20;
    private static final int PAGE_SIZE = 1000;
    private static final String ACCEPTED =
            String.join(", ", ImageManifest.OCI, ImageIndex.OCI, ImageManifest.DOCKER, ImageIndex.DOCKER);
    private static final Pattern NEXT = Pattern.compile("<(?<target>[^>]+)>\\s*;\\s*rel=\"?next\"?");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RegistryTransport transport;

    private RegistryClient(RegistryTransport transport) {
        this.transport = transport;
    }

    /**
     * Of a registry of our own.
     *
     * @param base scheme, host, port and, when the registry has one, the prefix in front of {@code /v2/}, without a slash at its end
     */
    public RegistryClient(URI base) {
        this(LoopbackTransport.to(base));
    }

    /**
     * Of a registry anywhere.
     *
     * @param scopes what a token is asked for ({@code repository:team/app:pull,push}); may be empty
     * @param credential of this registry; empty: as anybody
     * @param dialer decides which addresses may be called, also where the registry sends us on
     */
    public static RegistryClient of(
            RegistryHost host, Set<String> scopes, Optional<RegistryCredential> credential, Dialer dialer) {
        return new RegistryClient(new RemoteTransport(host, scopes, credential, dialer));
    }

    /** True when the registry answers on {@code /v2/} within two seconds. */
    public boolean isReady() {
        try {
            return ping(READY_DEADLINE) == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** The status of the answer on {@code /v2/}: 200 where the credential is taken, 401 where it is not. */
    public int ping(Duration patience) throws IOException {
        try (RegistryResponse answer = transport.exchange(RegistryRequest.of("GET", "/v2/"), patience)) {
            return answer.status();
        }
    }

    /** True as long as the registry let everything pass without a credential or a token. */
    public boolean wasNeverAsked() {
        return transport.wasNeverAsked();
    }

    /** Sends {@code request} as it is. The caller closes the answer, whatever its status. */
    public RegistryResponse exchange(RegistryRequest request) throws IOException {
        return transport.exchange(request, ANSWER_DEADLINE);
    }

    /**
     * The manifest that {@code reference} names, empty when there is none.
     *
     * @param reference tag or digest
     */
    public Optional<Manifest> manifest(String repository, String reference) throws IOException {
        try (RegistryResponse response = exchange(manifestRequest("GET", repository, reference))) {
            if (response.status() == 404) {
                return Optional.empty();
            }
            expect(response, 200);
            byte[] content = response.body().readNBytes(Manifest.MAX_BYTES + 1);
            if (content.length > Manifest.MAX_BYTES) {
                throw new RegistryException(
                        200,
                        "the manifest %s of %s is longer than %d bytes"
                                .formatted(reference, repository, Manifest.MAX_BYTES));
            }
            return Optional.of(new Manifest(response.header("Content-Type").orElse(ImageManifest.OCI), content));
        }
    }

    /** The digest that {@code reference} names now, empty when there is none. */
    public Optional<Digest> resolve(String repository, String reference) throws IOException {
        try (RegistryResponse response = exchange(manifestRequest("HEAD", repository, reference))) {
            if (response.status() == 404) {
                return Optional.empty();
            }
            expect(response, 200);
            return response.header("Docker-Content-Digest").map(Digest::parse);
        }
    }

    /**
     * Stores a manifest under {@code reference}.
     *
     * @param reference a tag, or the manifest's own digest
     */
    public void putManifest(String repository, String reference, Manifest manifest) throws IOException {
        RegistryRequest request = RegistryRequest.of("PUT", "/v2/%s/manifests/%s".formatted(repository, reference))
                .with("Content-Type", manifest.mediaType())
                .with(new RegistryRequest.Body(new ByteArrayInputStream(manifest.content()), manifest.size()));
        try (RegistryResponse response = exchange(request)) {
            expect(response, 201);
        }
    }

    /**
     * Removes a tag, or a manifest with all tags that name it.
     *
     * @return false when there was none
     */
    public boolean deleteManifest(String repository, String reference) throws IOException {
        try (RegistryResponse response =
                exchange(RegistryRequest.of("DELETE", "/v2/%s/manifests/%s".formatted(repository, reference)))) {
            if (response.status() == 404) {
                return false;
            }
            expect(response, 202);
            return true;
        }
    }

    /** The tags of a repository in the registry's order, none when there is no such repository. */
    public List<String> tags(String repository) throws IOException {
        return pages("/v2/%s/tags/list?n=%d".formatted(repository, PAGE_SIZE), "tags");
    }

    /** Every repository of the registry, in its order. */
    public List<String> repositories() throws IOException {
        return pages("/v2/_catalog?n=" + PAGE_SIZE, "repositories");
    }

    /** The blob's bytes, as they come; the caller closes the stream. Empty when there is no such blob. */
    public Optional<InputStream> blob(String repository, Digest digest) throws IOException {
        return blob(repository, digest, 0);
    }

    /** As {@link #blob(String, Digest)}, without the bytes before {@code offset}. */
    public Optional<InputStream> blob(String repository, Digest digest, long offset) throws IOException {
        RegistryRequest request = RegistryRequest.of("GET", blobTarget(repository, digest));
        RegistryResponse response =
                exchange(offset == 0 ? request : request.with("Range", "bytes=%d-".formatted(offset)));
        if (response.status() == 404) {
            response.close();
            return Optional.empty();
        }
        int expected = offset == 0 ? 200 : 206;
        if (response.status() != expected) {
            try (response) {
                expect(response, expected);
            }
        }
        return Optional.of(response.body());
    }

    public boolean hasBlob(String repository, Digest digest) throws IOException {
        try (RegistryResponse response = exchange(RegistryRequest.of("HEAD", blobTarget(repository, digest)))) {
            if (response.status() == 404) {
                return false;
            }
            expect(response, 200);
            return true;
        }
    }

    /**
     * Stores a blob in one go.
     *
     * @param length bytes in {@code content}
     */
    public void putBlob(String repository, Digest digest, InputStream content, long length) throws IOException {
        beginUpload(repository).complete(digest, content, length);
    }

    /** Begins to store a blob that is sent in parts. */
    public BlobUpload beginUpload(String repository) throws IOException {
        String target = "/v2/%s/blobs/uploads/".formatted(repository);
        try (RegistryResponse start = exchange(RegistryRequest.of("POST", target))) {
            expect(start, 202);
            return BlobUpload.begun(this, target, start);
        }
    }

    /**
     * As {@link #beginUpload}, unless the registry makes the blob of another repository one of this, without moving its bytes.
     *
     * @return empty when it did
     */
    public Optional<BlobUpload> mountOrBegin(String repository, Digest digest, String from) throws IOException {
        RegistryRequest request = mountRequest(repository, digest, from);
        try (RegistryResponse response = exchange(request)) {
            if (response.status() == 201) {
                return Optional.empty();
            }
            expect(response, 202);
            return Optional.of(BlobUpload.begun(this, request.target(), response));
        }
    }

    /** Goes on with an upload of an earlier client: see {@link BlobUpload#location()}. */
    public BlobUpload resumeUpload(String location) {
        return new BlobUpload(this, location);
    }

    /** Makes a blob of {@code from} a blob of {@code repository} without moving its bytes. */
    public void mount(String repository, Digest digest, String from) throws IOException {
        try (RegistryResponse response = exchange(mountRequest(repository, digest, from))) {
            expect(response, 201);
        }
    }

    /** Makes an image of {@code from} an image of {@code to}: its blobs, its platforms and the manifest itself, by digest. */
    public void copy(String from, String to, Manifest manifest) throws IOException {
        for (Descriptor child : manifest.index().map(ImageIndex::manifests).orElse(List.of())) {
            Manifest platform = manifest(from, child.digest().toString())
                    .orElseThrow(() -> new RegistryException(
                            404, "the manifest %s is missing in %s".formatted(child.digest(), from)));
            copy(from, to, platform);
        }
        Optional<ImageManifest> image = manifest.image();
        if (image.isPresent()) {
            mount(to, image.get().config().digest(), from);
            for (Descriptor layer : image.get().layers()) {
                mount(to, layer.digest(), from);
            }
        }
        putManifest(to, manifest.digest().toString(), manifest);
    }

    @Override
    public void close() {
        transport.close();
    }

    private static RegistryRequest manifestRequest(String method, String repository, String reference) {
        return RegistryRequest.of(method, "/v2/%s/manifests/%s".formatted(repository, reference))
                .with("Accept", ACCEPTED);
    }

    private static String blobTarget(String repository, Digest digest) {
        return "/v2/%s/blobs/%s".formatted(repository, digest);
    }

    private static RegistryRequest mountRequest(String repository, Digest digest, String from) {
        return RegistryRequest.of(
                "POST",
                "/v2/%s/blobs/uploads/?mount=%s&from=%s"
                        .formatted(repository, encoded(digest.toString()), encoded(from)));
    }

    /** Where an upload goes on. */
    String onward(String asked, RegistryResponse answer) throws IOException {
        String location = answer.header("Location")
                .orElseThrow(() -> new RegistryException(answer.status(), "an upload has no Location"));
        return transport.onward(asked, location);
    }

    private List<String> pages(String first, String field) throws IOException {
        List<String> names = new ArrayList<>();
        Optional<String> target = Optional.of(first);
        while (target.isPresent()) {
            try (RegistryResponse response = exchange(RegistryRequest.of("GET", target.get()))) {
                if (response.status() == 404) {
                    return names;
                }
                expect(response, 200);
                JsonNode page = JSON.readTree(response.body().readNBytes(MAX_PAGE_BYTES));
                page.path(field).forEach(name -> names.add(name.asString("")));
                target = response.header("Link").flatMap(RegistryClient::next);
            }
        }
        return names;
    }

    private static Optional<String> next(String link) {
        Matcher next = NEXT.matcher(link);
        if (!next.find()) {
            return Optional.empty();
        }
        String target = next.group("target");
        int path = target.indexOf("/v2/");
        return path < 0 ? Optional.empty() : Optional.of(target.substring(path));
    }

    static void expect(RegistryResponse response, int status) throws IOException {
        if (response.status() == status) {
            return;
        }
        throw RegistryException.of(response.status(), response.body().readNBytes(MAX_ERROR_BYTES));
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
