package dev.slipway.web.registry;

import org.jspecify.annotations.Nullable;

/** A refusal in the words of the OCI distribution-spec, which its clients show to people. */
final class EdgeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Code code;
    private final int status;
    private final @Nullable String challenge;

    private EdgeException(Code code, int status, String sentence, @Nullable String challenge) {
        super(sentence, null, false, false);
        this.code = code;
        this.status = status;
        this.challenge = challenge;
    }

    static EdgeException of(Code code, int status, String sentence) {
        return new EdgeException(code, status, sentence, null);
    }

    /** The one answer for a repository that never was and for one that the caller may not see. */
    static EdgeException unknownName() {
        return of(Code.NAME_UNKNOWN, 404, "There is no such repository that you can see.");
    }

    /** @param challenge the value of WWW-Authenticate, which says where a client gets what it lacks */
    static EdgeException unauthorized(String sentence, String challenge) {
        return new EdgeException(Code.UNAUTHORIZED, 401, sentence, challenge);
    }

    Code code() {
        return code;
    }

    int status() {
        return status;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }

    @Nullable
    String challenge() {
        return challenge;
    }

    /** The spec's codes, and {@code UNAVAILABLE} and {@code TOOMANYREQUESTS} as registries have always said them. */
    enum Code {
        BLOB_UNKNOWN,
        BLOB_UPLOAD_INVALID,
        DENIED,
        DIGEST_INVALID,
        MANIFEST_INVALID,
        MANIFEST_UNKNOWN,
        NAME_INVALID,
        NAME_UNKNOWN,
        PAGINATION_NUMBER_INVALID,
        SIZE_INVALID,
        TAG_INVALID,
        TOOMANYREQUESTS,
        UNAUTHORIZED,
        UNAVAILABLE,
        UNKNOWN,
        UNSUPPORTED
    }
}
