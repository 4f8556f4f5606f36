package dev.slipway.registry.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;

/**
 * The answer; closing it gives the connection back, or up.
 *
 * @param body streams as it is read
 */
public record WireAnswer(int status, HttpHeaders headers, InputStream body) implements AutoCloseable {

    @Override
    public void close() throws IOException {
        body.close();
    }
}
