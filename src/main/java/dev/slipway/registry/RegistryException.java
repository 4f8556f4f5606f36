package dev.slipway.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A registry answered, and the answer is not the one that was asked for. */
public final class RegistryException extends IOException {

    private static final long serialVersionUID = 1L;
    private static final int MAX_CODES = 5;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final int status;
    private final List<String> codes;

    RegistryException(int status, String message) {
        this(status, message, List.of());
    }

    private RegistryException(int status, String message, List<String> codes) {
        super(message);
        this.status = status;
        this.codes = codes;
    }

    /** Of an answer's body, which a stranger wrote: of it only the error codes of the distribution spec are kept apart. */
    static RegistryException of(int status, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        return new RegistryException(status, "the registry answered %d: %s".formatted(status, text), codes(body));
    }

    /** The HTTP status of the answer. */
    public int status() {
        return status;
    }

    /** As the distribution spec names what is wrong, {@code DENIED} or {@code TAG_INVALID}; possibly none. */
    public List<String> codes() {
        return codes;
    }

    private static List<String> codes(byte[] body) {
        try {
            JsonNode errors = JSON.readTree(body).path("errors");
            return IntStream.range(0, Math.min(MAX_CODES, errors.size()))
                    .mapToObj(i -> errors.path(i).path("code").asString(""))
                    .filter(code -> code.matches("[A-Z_]{1,40}"))
                    .toList();
        } catch (JacksonException e) {
            return List.of();
        }
    }
}
