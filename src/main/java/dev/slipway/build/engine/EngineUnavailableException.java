package dev.slipway.build.engine;

/** There is no daemon to build with; the message is a sentence for the person who builds. */
final class EngineUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    EngineUnavailableException(String sentence) {
        super(sentence);
    }

    EngineUnavailableException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
