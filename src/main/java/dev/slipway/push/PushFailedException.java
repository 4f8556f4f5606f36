package dev.slipway.push;

/** A push came to its end without success; the message is for people. */
final class PushFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    PushFailedException(String sentence) {
        super(sentence);
    }

    PushFailedException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
