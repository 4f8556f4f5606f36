package dev.slipway.credential;

/**
 * What a registry said to a credential.
 *
 * @param detail a sentence for people
 */
public record Verification(Outcome outcome, String detail) {

    public enum Outcome {
        TAKEN,
        REFUSED,
        /** The registry asks nobody for a credential, so it can't tell. */
        NOT_ASKED,
        UNREACHABLE
    }
}
