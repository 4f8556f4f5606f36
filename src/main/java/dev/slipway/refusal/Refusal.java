package dev.slipway.refusal;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that Slipway does not carry out. The message is a sentence that a person can act on; it never holds a server
 * path, a stack trace or another tenant's data, so the glass shows it as it is.
 */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String code;
    private final @Nullable String pointer;
    private final @Nullable Duration retryAfter;

    private Refusal(
            Kind kind,
            String code,
            String sentence,
            @Nullable String pointer,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(sentence, cause);
        this.kind = kind;
        this.code = code;
        this.pointer = pointer;
        this.retryAfter = retryAfter;
    }

    /**
     * @param code stable, kebab-case, for programs
     * @param sentence for people
     */
    public static Refusal of(Kind kind, String code, String sentence) {
        return new Refusal(kind, code, sentence, null, null, null);
    }

    /** The one answer for a thing that never was and for a thing that the caller may not see. */
    public static Refusal notFound() {
        return of(Kind.NOT_FOUND, "not-found", "There is nothing here that you can see.");
    }

    /** A field of the request that does not fit; {@code pointer} is its RFC 6901 JSON pointer. */
    public static Refusal invalid(String pointer, String code, String sentence) {
        return new Refusal(Kind.INVALID, code, sentence, pointer, null, null);
    }

    /** Too many requests; {@code retryAfter} says when the next one is welcome. */
    public static Refusal tooMany(String code, String sentence, Duration retryAfter) {
        return new Refusal(Kind.TOO_MANY, code, sentence, null, retryAfter, null);
    }

    public Refusal causedBy(Throwable cause) {
        return new Refusal(kind, code, sentence(), pointer, retryAfter, cause);
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }

    public Optional<String> pointer() {
        return Optional.ofNullable(pointer);
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Why the answer is no; each has one HTTP status (RFC 9110). */
    public enum Kind {
        UNAUTHENTICATED(401),
        FORBIDDEN(403),
        NOT_FOUND(404),
        CONFLICT(409),
        PRECONDITION_FAILED(412),
        TOO_LARGE(413),
        UNSUPPORTED_TYPE(415),
        RANGE_NOT_SATISFIABLE(416),
        INVALID(422),
        TOO_MANY(429),
        UNAVAILABLE(503),
        OUT_OF_SPACE(507);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }
    }
}
