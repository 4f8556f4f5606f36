package dev.slipway.web;

import dev.slipway.refusal.Refusal;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** The last answer, when a request failed outside of a controller: a refused address, a broken filter. */
@Controller
class ErrorPage implements ErrorController {

    private final Problems problems;

    ErrorPage(Problems problems) {
        this.problems = problems;
    }

    @RequestMapping("/error")
    void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        if (accept != null && accept.contains(MediaType.TEXT_HTML_VALUE)) {
            response.setStatus(status);
            response.setContentType("text/html;charset=utf-8");
            response.getOutputStream().write(page(sentence(status), CorrelationId.of(request)));
        } else {
            problems.write(response, Problem.of(status, code(status), sentence(status), CorrelationId.of(request)));
        }
    }

    private static String code(int status) {
        return switch (status) {
            case 400 -> "bad-request";
            case 401 -> "unauthenticated";
            case 403 -> "forbidden";
            case 404 -> "not-found";
            case 405 -> "method-not-allowed";
            default -> status < 500 ? "refused" : "internal-error";
        };
    }

    private static String sentence(int status) {
        return switch (status) {
            case 404 -> Refusal.notFound().sentence();
            case 403 -> "You may not do that.";
            default ->
                status < 500
                        ? "Slipway does not understand this request."
                        : "Slipway made a mistake; it is not yours. Tell whoever runs it the correlation id.";
        };
    }

    /** Nothing of the request is in it, so there is nothing to escape. */
    private static byte[] page(String sentence, String correlationId) {
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>Slipway</title>
                <style>:root{color-scheme:light dark;font:1rem/1.5 system-ui}body{max-width:40rem;margin:4rem auto;padding:0 1rem}</style>
                <h1>That did not work</h1>
                <p>%s</p>
                <p><a href="/">Go to the start</a></p>
                <p><small>Correlation id: %s</small></p>
                </html>
                """.formatted(sentence, correlationId).getBytes(StandardCharsets.UTF_8);
    }
}
