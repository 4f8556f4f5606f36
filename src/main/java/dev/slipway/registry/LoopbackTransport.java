package dev.slipway.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * To a registry of our own, which needs no credential and never sends us elsewhere.
 *
 * @param base scheme, host, port and the prefix in front of {@code /v2/}, without a slash at its end
 */
record LoopbackTransport(URI base, HttpClient http) implements RegistryTransport {

    private static final Duration CONNECT_DEADLINE = Duration.ofSeconds(5);

    static LoopbackTransport to(URI base) {
        return new LoopbackTransport(
                base,
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(CONNECT_DEADLINE)
                        .build());
    }

    @Override
    public RegistryResponse exchange(RegistryRequest request, Duration patience) throws IOException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + request.target()))
                .timeout(patience)
                .method(request.method(), publisher(request.body()));
        request.headers().forEach(builder::setHeader);
        HttpResponse<InputStream> response = send(builder.build());
        return new RegistryResponse(response.statusCode(), response.headers(), response.body());
    }

    @Override
    public String onward(String asked, String location) throws RegistryException {
        int path = location.indexOf("/v2/");
        if (path < 0) {
            throw new RegistryException(202, "an upload's Location is not one of this registry");
        }
        return location.substring(path);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        try {
            return http.send(request, BodyHandlers.ofInputStream());
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
}
