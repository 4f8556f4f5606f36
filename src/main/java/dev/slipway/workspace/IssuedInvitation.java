package dev.slipway.workspace;

/**
 * An invitation at the one moment when its key is known.
 *
 * @param key {@code sli_…}, the last part of the link
 */
public record IssuedInvitation(Invitation invitation, String key) {

    /** Keeps the key out of logs. */
    @Override
    public String toString() {
        return "IssuedInvitation[" + invitation + "]";
    }
}
