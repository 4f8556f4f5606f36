package dev.slipway.web;

import dev.slipway.refusal.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Answers with a {@link Problem}, from a controller's advice as from a filter. */
@Component
public class Problems {

    private final JsonMapper json;

    Problems(JsonMapper json) {
        this.json = json;
    }

    ResponseEntity<Problem> answer(HttpServletRequest request, Refusal refusal) {
        HttpHeaders headers = headersOf(refusal);
        return answer(Problem.of(refusal, CorrelationId.of(request)), headers);
    }

    ResponseEntity<Problem> answer(HttpServletRequest request, int status, String code, String sentence) {
        return answer(Problem.of(status, code, sentence, CorrelationId.of(request)), new HttpHeaders());
    }

    /** For filters, which are outside of Spring MVC. */
    public void write(HttpServletRequest request, HttpServletResponse response, Refusal refusal) throws IOException {
        Problem problem = Problem.of(refusal, CorrelationId.of(request));
        headersOf(refusal).forEach((name, values) -> values.forEach(value -> response.setHeader(name, value)));
        write(response, problem);
    }

    void write(HttpServletResponse response, Problem problem) throws IOException {
        response.setStatus(problem.status());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.getOutputStream().write(json.writeValueAsBytes(problem));
    }

    private static ResponseEntity<Problem> answer(Problem problem, HttpHeaders headers) {
        return ResponseEntity.status(problem.status())
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    private static HttpHeaders headersOf(Refusal refusal) {
        HttpHeaders headers = new HttpHeaders();
        refusal.retryAfter()
                .ifPresent(
                        pause -> headers.set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, pause.toSeconds()))));
        if (refusal.kind() == Refusal.Kind.UNAUTHENTICATED) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"Slipway\"");
        }
        return headers;
    }
}
