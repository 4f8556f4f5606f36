package dev.slipway.web;

import dev.slipway.refusal.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.MismatchedInputException;

/** Turns whatever a controller throws into a {@link Problem}: never a stack trace, a path or a class name. */
@RestControllerAdvice
class ProblemAdvice {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    private final Problems problems;

    ProblemAdvice(Problems problems) {
        this.problems = problems;
    }

    @ExceptionHandler
    ResponseEntity<Problem> refused(Refusal refusal, HttpServletRequest request) {
        if (refusal.kind().status() >= 500) {
            log.warn("Refused {}: {}", refusal.code(), refusal.sentence(), refusal);
        }
        return problems.answer(request, refusal);
    }

    @ExceptionHandler
    ResponseEntity<Problem> unreadable(HttpMessageNotReadableException e, HttpServletRequest request) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            causes.add(cause);
        }
        Optional<Refusal> refusal = firstOf(Refusal.class, causes);
        if (refusal.isPresent()) {
            return problems.answer(request, refusal.get());
        }
        Optional<MismatchedInputException> mismatch = firstOf(MismatchedInputException.class, causes);
        if (mismatch.isPresent() && firstOf(StreamReadException.class, causes).isEmpty()) {
            return problems.answer(
                    request,
                    Refusal.invalid(
                            pointer(mismatch.get()),
                            "wrong-type",
                            "This field does not have the type that it should have."));
        }
        return problems.answer(
                request,
                400,
                "malformed-json",
                "The body is not the JSON that this call takes. Check it for typing errors.");
    }

    private static <T extends Throwable> Optional<T> firstOf(Class<T> type, List<Throwable> causes) {
        return causes.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /** The client is gone: nobody is left to answer. */
    @ExceptionHandler
    void gone(AsyncRequestNotUsableException e) {
        log.debug("The client went away", e);
    }

    /** A number that is none: in the path there can be no such thing, in the query it is a mistake. */
    @ExceptionHandler
    ResponseEntity<Problem> mistyped(MethodArgumentTypeMismatchException e, HttpServletRequest request) {
        return e.getParameter().hasParameterAnnotation(PathVariable.class)
                ? problems.answer(request, Refusal.notFound())
                : problems.answer(
                        request,
                        400,
                        "bad-request",
                        "The parameter " + e.getName() + " does not have the form that it should have.");
    }

    @ExceptionHandler
    ResponseEntity<Problem> database(DataAccessException e, HttpServletRequest request) {
        return unexpected(e, request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> transaction(TransactionException e, HttpServletRequest request) {
        log.error("No transaction", e);
        return problems.answer(
                request,
                Refusal.of(
                        Refusal.Kind.UNAVAILABLE,
                        "database-unavailable",
                        "Slipway's database does not answer. Nothing was changed; try again in a moment."));
    }

    @ExceptionHandler
    ResponseEntity<Problem> other(Exception e, HttpServletRequest request) throws Exception {
        if (e instanceof ErrorResponse known) {
            return ofSpring(known, e, request);
        }
        return unexpected(e, request);
    }

    /** Spring's own: no such address, wrong method, wrong type, a parameter that is none. */
    private ResponseEntity<Problem> ofSpring(ErrorResponse known, Exception e, HttpServletRequest request)
            throws Exception {
        if (!ApiPaths.answersWithProblems(request)) {
            throw e;
        }
        HttpStatusCode status = known.getStatusCode();
        ResponseEntity<Problem> answer = switch (status.value()) {
            case 404 -> problems.answer(request, Refusal.notFound());
            case 405 ->
                problems.answer(
                        request, 405, "method-not-allowed", "This address does not take " + request.getMethod() + ".");
            case 406 ->
                problems.answer(request, 406, "not-acceptable", "None of the types that you accept can be given.");
            case 415 ->
                problems.answer(request, 415, "unsupported-type", "This address does not take that Content-Type.");
            case 413 -> problems.answer(request, 413, "too-large", "The request is larger than this address takes.");
            case 503 -> problems.answer(request, 503, "timed-out", "This took too long. Try again in a moment.");
            default ->
                status.is4xxClientError()
                        ? problems.answer(
                                request, status.value(), "bad-request", "A parameter of the request does not fit.")
                        : unexpected(e, request);
        };
        HttpHeaders headers = new HttpHeaders();
        headers.putAll(known.getHeaders());
        headers.putAll(answer.getHeaders());
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        return new ResponseEntity<>(answer.getBody(), headers, answer.getStatusCode());
    }

    private ResponseEntity<Problem> unexpected(Exception e, HttpServletRequest request) {
        log.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
        return problems.answer(
                request,
                500,
                "internal-error",
                "Slipway made a mistake; it is not yours. Tell whoever runs it the correlation id.");
    }

    private static String pointer(DatabindException e) {
        return e.getPath().stream().map(ProblemAdvice::segment).collect(Collectors.joining("/", "/", ""));
    }

    private static String segment(JacksonException.Reference reference) {
        String name = reference.getPropertyName();
        return name == null
                ? Integer.toString(reference.getIndex())
                : name.replace("~", "~0").replace("/", "~1");
    }
}
