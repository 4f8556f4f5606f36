package dev.slipway.registry;

import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Digest;
import dev.slipway.oci.ImageIndex;
import dev.slipway.oci.ImageManifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Speaks the OCI distribution API 1.1 with one registry. Thread-safe. Every call fails with {@link RegistryException} when
 * the registry's answer is another than asked for, and with another {@link IOException} when there is none.
 */
public final class RegistryClient implements AutoCloseable {

    private static final Duration CONNECT_DEADLINE = Duration.ofSeconds(5);
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

    private final URI base;
    private final HttpClient http;

    /** @param base scheme, host, port and, when the registry has one, the prefix in front of {@code /v2/}, without a slash at its end */
    public RegistryClient(URI base) {
        this.base = base;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_DEADLINE)
                .build();
    }

    /** True when the registry answers on {@code /v2/} within two seconds. */
    public boolean isReady() {
        HttpRequest ping = HttpRequest.newBuilder(URI.create(base + "/v2/"))
                .timeout(READY_DEADLINE)
                .build();
        try {
            return send(ping, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Sends {@code request} as it is. The caller closes the answer, whatever its status. */
    public RegistryResponse exchange(RegistryRequest request) throws IOException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + request.target()))
                .timeout(ANSWER_DEADLINE)
                .method(request.method(), publisher(request.body()));
        request.headers().forEach(builder::setHeader);
        HttpResponse<InputStream> response = send(builder.build(), BodyHandlers.ofInputStream());
        return new RegistryResponse(response.statusCode(), response.headers(), response.body());
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
        RegistryResponse response = exchange(RegistryRequest.of("GET", blobTarget(repository, digest)));
        if (response.status() == 404) {
            response.close();
            return Optional.empty();
        }
        if (response.status() != 200) {
            try (response) {
                expect(response, 200);
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
        String target;
        try (RegistryResponse start =
                exchange(RegistryRequest.of("POST", "/v2/%s/blobs/uploads/".formatted(repository)))) {
            expect(start, 202);
            target = uploadTarget(start);
        }
        String separator = target.contains("?") ? "&" : "?";
        RegistryRequest put = RegistryRequest.of("PUT", target + separator + "digest=" + encoded(digest.toString()))
                .with("Content-Type", "application/octet-stream")
                .with(new RegistryRequest.Body(content, length));
        try (RegistryResponse response = exchange(put)) {
            expect(response, 201);
        }
    }

    /** Makes a blob of {@code from} a blob of {@code repository} without moving its bytes. */
    public void mount(String repository, Digest digest, String from) throws IOException {
        RegistryRequest request = RegistryRequest.of(
                "POST",
                "/v2/%s/blobs/uploads/?mount=%s&from=%s"
                        .formatted(repository, encoded(digest.toString()), encoded(from)));
        try (RegistryResponse response = exchange(request)) {
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
        http.shutdownNow();
    }

    private static RegistryRequest manifestRequest(String method, String repository, String reference) {
        return RegistryRequest.of(method, "/v2/%s/manifests/%s".formatted(repository, reference))
                .with("Accept", ACCEPTED);
    }

    private static String blobTarget(String repository, Digest digest) {
        return "/v2/%s/blobs/%s".formatted(repository, digest);
    }

    /** The path and query of an upload's next request; its {@code _state} is signed and goes back as it came. */
    private String uploadTarget(RegistryResponse start) throws RegistryException {
        String location = start.header("Location")
                .orElseThrow(() -> new RegistryException(start.status(), "an upload has no Location"));
        int path = location.indexOf("/v2/");
        if (path < 0) {
            throw new RegistryException(start.status(), "an upload's Location is not one of this registry");
        }
        return location.substring(path);
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

    private static void expect(RegistryResponse response, int status) throws IOException {
        if (response.status() == status) {
            return;
        }
        String body = new String(response.body().readNBytes(MAX_ERROR_BYTES), StandardCharsets.UTF_8);
        throw new RegistryException(
                response.status(), "the registry answered %d: %s".formatted(response.status(), body.strip()));
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) throws IOException {
        try {
            return http.send(request, handler);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted =
                    new InterruptedIOException("interrupted while talking to the registry");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private static BodyPublisher publisher(RegistryRequest.Body body) {
        if (body.length() == 0) {
            return BodyPublishers.noBody();
        }
        BodyPublisher chunked = BodyPublishers.ofInputStream(body::content);
        return body.length() < 0 ? chunked : BodyPublishers.fromPublisher(chunked, body.length());
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
