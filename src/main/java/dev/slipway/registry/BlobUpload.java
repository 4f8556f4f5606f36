package dev.slipway.registry;

import dev.slipway.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A blob on its way into a registry (OCI distribution-spec 1.1, "Pushing a blob in chunks"). What arrived stays there when the
 * connection breaks, for as long as the registry likes: {@link #offset} tells how much that is. Not thread-safe.
 */
public final class BlobUpload {

    private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-(?<end>[0-9]{1,18})");

    private final RegistryClient client;
    private String location;

    BlobUpload(RegistryClient client, String location) {
        this.client = client;
        this.location = location;
    }

    static BlobUpload begun(RegistryClient client, String asked, RegistryResponse answer) throws IOException {
        return new BlobUpload(client, client.onward(asked, answer));
    }

    /** Where it goes on, also after a restart: see {@link RegistryClient#resumeUpload}. It changes with each part. */
    public String location() {
        return location;
    }

    /** Bytes that have arrived; empty when the registry knows nothing of this upload any more. */
    public OptionalLong offset() throws IOException {
        try (RegistryResponse answer = client.exchange(RegistryRequest.of("GET", location))) {
            if (answer.status() == 400 || answer.status() == 404 || answer.status() == 405 || answer.status() == 416) {
                return OptionalLong.empty();
            }
            if (answer.status() != 202) {
                RegistryClient.expect(answer, 204);
            }
            Optional<String> range = answer.header("Range");
            if (answer.header("Location").isPresent()) {
                location = client.onward(location, answer);
            }
            return range.map(BlobUpload::length).orElse(OptionalLong.empty());
        }
    }

    /**
     * Appends bytes.
     *
     * @param from how many have arrived before
     * @param length bytes of {@code content} to send
     */
    public void append(InputStream content, long from, long length) throws IOException {
        RegistryRequest patch = RegistryRequest.of("PATCH", location)
                .with("Content-Type", "application/octet-stream")
                .with(new RegistryRequest.Body(content, length));
        // The first part goes as docker sends it, because there are registries that take no other.
        RegistryRequest ranged =
                from == 0 ? patch : patch.with("Content-Range", "%d-%d".formatted(from, from + length - 1));
        try (RegistryResponse answer = client.exchange(ranged)) {
            RegistryClient.expect(answer, 202);
            location = client.onward(location, answer);
        }
    }

    /** Ends the upload: what has arrived is the blob. The registry checks that it is. */
    public void commit(Digest digest) throws IOException {
        complete(digest, InputStream.nullInputStream(), 0);
    }

    /** Sends the last bytes and ends the upload. */
    void complete(Digest digest, InputStream content, long length) throws IOException {
        String separator = location.contains("?") ? "&" : "?";
        RegistryRequest put = RegistryRequest.of(
                        "PUT", location + separator + "digest=" + RegistryClient.encoded(digest.toString()))
                .with("Content-Type", "application/octet-stream")
                .with(new RegistryRequest.Body(content, length));
        try (RegistryResponse answer = client.exchange(put)) {
            if (answer.status() != 204) {
                RegistryClient.expect(answer, 201);
            }
        }
    }

    /** Lets the registry forget it. */
    public void cancel() throws IOException {
        client.exchange(RegistryRequest.of("DELETE", location)).close();
    }

    /** {@code 0-41} are 42 bytes. Of nothing at all registries say {@code 0-0}, and of one byte as well: then 0 is safe. */
    private static OptionalLong length(String range) {
        Matcher form = RANGE.matcher(range.strip());
        if (!form.matches()) {
            return OptionalLong.empty();
        }
        long end = Long.parseLong(form.group("end"));
        return OptionalLong.of(end == 0 ? 0 : end + 1);
    }
}
