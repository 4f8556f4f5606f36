package dev.slipway.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.util.Optional;

/**
 * The answer of a registry; closing it gives the connection up.
 *
 * @param body streams from the registry as it is read
 */
public record RegistryResponse(int status, HttpHeaders headers, InputStream body) implements AutoCloseable {

    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
