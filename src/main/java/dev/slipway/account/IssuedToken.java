package dev.slipway.account;

/**
 * A token at the one moment when its secret is known.
 *
 * @param secret {@code slp_…}, to be shown once
 */
public record IssuedToken(AccessToken token, String secret) {

    /** Keeps the secret out of logs. */
    @Override
    public String toString() {
        return "IssuedToken[" + token + "]";
    }
}
