package dev.slipway.registry.wire;

import java.io.InputStream;
import java.net.URI;
import java.util.Map;

/**
 * One request.
 *
 * @param headers besides Host and Content-Length
 * @param length bytes of {@code content} that are sent; -1 when nobody knows, and it is sent chunked
 */
public record WireRequest(String method, URI address, Map<String, String> headers, InputStream content, long length) {

    public WireRequest {
        headers = Map.copyOf(headers);
        if (length < -1) {
            throw new IllegalArgumentException("a body has no length of " + length);
        }
    }

    public static WireRequest of(String method, URI address, Map<String, String> headers) {
        return new WireRequest(method, address, headers, InputStream.nullInputStream(), 0);
    }

    /** Path and query, as they are. */
    String target() {
        String path = address.getRawPath() == null || address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        return address.getRawQuery() == null ? path : path + "?" + address.getRawQuery();
    }

    boolean hasBody() {
        return length != 0;
    }

    boolean isChunked() {
        return length < 0;
    }

    /** What a server answers with Content-Length only when it is asked so. */
    boolean wantsLength() {
        return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
    }
}
