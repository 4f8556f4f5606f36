package dev.slipway.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.refusal.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * An error as a client sees it: RFC 9457, with a stable {@code code} for programs.
 *
 * @param detail a sentence that a person can act on
 * @param errors which fields do not fit, by RFC 6901 pointers into the request's body; null when it is not about a field
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        String correlationId,
        @Nullable List<FieldError> errors) {

    static Problem of(Refusal refusal, String correlationId) {
        List<FieldError> errors = refusal.pointer()
                .map(pointer -> List.of(new FieldError(pointer, refusal.sentence())))
                .orElse(null);
        return of(refusal.kind().status(), refusal.code(), refusal.sentence(), correlationId, errors);
    }

    static Problem of(int status, String code, String sentence, String correlationId) {
        return of(status, code, sentence, correlationId, null);
    }

    private static Problem of(
            int status, String code, String sentence, String correlationId, @Nullable List<FieldError> errors) {
        HttpStatus known = HttpStatus.resolve(status);
        String title = known == null ? "Error" : known.getReasonPhrase();
        return new Problem("about:blank", title, status, sentence, code, correlationId, errors);
    }

    /** A field that does not fit. */
    public record FieldError(String pointer, String detail) {}
}
