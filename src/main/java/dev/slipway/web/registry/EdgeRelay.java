package dev.slipway.web.registry;

import dev.slipway.image.ImageStore;
import dev.slipway.image.StoreAnswer;
import dev.slipway.image.StoreRequest;
import dev.slipway.workspace.Seat;
import dev.slipway.workspace.WorkspaceId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Passes requests to the store and its answers back. A header that is not named here passes in neither direction. */
@Component
class EdgeRelay {

    private static final List<String> ONWARD = List.of("Accept", "Range", "If-None-Match", "Content-Range");
    private static final List<String> BACK = List.of(
            "Content-Type",
            "Content-Range",
            "Accept-Ranges",
            "Range",
            "ETag",
            "Cache-Control",
            "Docker-Content-Digest",
            "Docker-Upload-UUID",
            "OCI-Subject",
            "OCI-Chunk-Min-Length",
            "Retry-After");
    private static final int BUFFER_BYTES = 256 << 10;
    private static final int MAX_ERROR_BYTES = 64 << 10;

    private final ImageStore store;

    EdgeRelay(ImageStore store) {
        this.store = store;
    }

    /** A request of the same method and with the headers that may pass. */
    StoreRequest onward(HttpServletRequest request, WorkspaceId workspace, ImageName name, String rest) {
        Map<String, String> headers = new HashMap<>();
        for (String header : ONWARD) {
            List<String> values = Collections.list(request.getHeaders(header));
            if (!values.isEmpty()) {
                headers.put(header, String.join(", ", values));
            }
        }
        return StoreRequest.of(request.getMethod(), workspace, name.repository(), rest)
                .withHeaders(headers);
    }

    void exchange(StoreRequest onward, ImageName name, HttpServletResponse response) throws IOException {
        try (StoreAnswer answer = store.exchange(onward)) {
            pass(onward.method(), answer, name, store.mountName(onward.workspace(), onward.repository()), response);
        }
    }

    /** @param upstream how the store names the repository, which is nothing for clients to see */
    private static void pass(
            String method, StoreAnswer answer, ImageName name, String upstream, HttpServletResponse response)
            throws IOException {
        passHeaders(answer, name, response);
        if (answer.status() >= 400 && !method.equals("HEAD")) {
            String body = new String(answer.body().readNBytes(MAX_ERROR_BYTES), StandardCharsets.UTF_8);
            byte[] own = body.replace(upstream, name.toString()).getBytes(StandardCharsets.UTF_8);
            response.setContentLength(own.length);
            response.getOutputStream().write(own);
            return;
        }
        answer.header("Content-Length").ifPresent(length -> response.setContentLengthLong(Long.parseLong(length)));
        if (!method.equals("HEAD")) {
            copy(answer.body(), response.getOutputStream());
        }
    }

    /** Passes an answer of the store that was asked by somebody else. */
    void pass(HttpServletRequest request, StoreAnswer answer, Seat seat, ImageName name, HttpServletResponse response)
            throws IOException {
        try (answer) {
            String upstream = store.mountName(seat.workspace().id(), name.repository());
            pass(request.getMethod(), answer, name, upstream, response);
        }
    }

    private static void passHeaders(StoreAnswer answer, ImageName name, HttpServletResponse response) {
        response.setStatus(answer.status());
        for (String header : BACK) {
            answer.header(header).ifPresent(value -> response.setHeader(header, value));
        }
        // Relative (RFC 9110 10.2.2), so that it is right behind every proxy.
        answer.header("Location").ifPresent(rest -> response.setHeader("Location", "/v2/" + name + rest));
    }

    static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            to.write(buffer, 0, read);
        }
    }
}
