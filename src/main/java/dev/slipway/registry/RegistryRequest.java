package dev.slipway.registry;

import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One request of the distribution API as it goes over the wire.
 *
 * @param target path from {@code /v2/} on with its query, already encoded; or the whole address that an upload was told to go to
 * @param headers besides Host and Content-Length, which the client sets
 */
public record RegistryRequest(String method, String target, Map<String, String> headers, Body body) {

    public RegistryRequest {
        headers = Map.copyOf(headers);
        if (!target.startsWith("/v2/") && !target.startsWith("https://") && !target.startsWith("http://")) {
            throw new IllegalArgumentException("a target starts with /v2/, not " + target);
        }
    }

    public static RegistryRequest of(String method, String target) {
        return new RegistryRequest(method, target, Map.of(), Body.NONE);
    }

    public RegistryRequest with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new RegistryRequest(method, target, more, body);
    }

    public RegistryRequest with(Body newBody) {
        return new RegistryRequest(method, target, headers, newBody);
    }

    /**
     * What is sent after the headers.
     *
     * @param length bytes, 0 for no body, -1 when the sender does not know: it is then sent chunked
     */
    public record Body(InputStream content, long length) {

        public static final Body NONE = new Body(InputStream.nullInputStream(), 0);
    }
}
