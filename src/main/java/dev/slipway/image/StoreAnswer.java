package dev.slipway.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the image store answers; closing it gives the connection up.
 *
 * @param headers by lower-case name; a {@code location} counts from the repository on: {@code /blobs/uploads/…}
 * @param body streams as it is read
 */
public record StoreAnswer(int status, Map<String, String> headers, InputStream body) implements AutoCloseable {

    public StoreAnswer {
        headers = Map.copyOf(headers);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
