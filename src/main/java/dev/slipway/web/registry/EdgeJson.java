package dev.slipway.web.registry;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The few JSON answers that the edge gives itself. */
final class EdgeJson {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private EdgeJson() {}

    static void write(HttpServletResponse response, int status, Object body) throws IOException {
        write(response, status, "application/json", JSON.writeValueAsBytes(body));
    }

    static void write(HttpServletResponse response, int status, String type, byte[] body) throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    static byte[] bytes(Object body) {
        return JSON.writeValueAsBytes(body);
    }

    /** The spec's form of an error. */
    static void writeError(HttpServletResponse response, int status, EdgeException.Code code, String sentence)
            throws IOException {
        write(response, status, Map.of("errors", List.of(Map.of("code", code.name(), "message", sentence))));
    }
}
