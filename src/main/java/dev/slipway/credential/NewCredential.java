package dev.slipway.credential;

import dev.slipway.oci.RegistryHost;
import dev.slipway.refusal.Refusal;

/**
 * A credential as somebody enters it.
 *
 * @param registry any spelling of its host, {@code registry.example.com:5000}
 */
public record NewCredential(CredentialName name, String registry, String username, String secret) {

    public static final int MAX_USERNAME = 255;

    /** Cloud providers hand out tokens of some kilobytes. */
    public static final int MAX_SECRET = 16_384;

    public NewCredential {
        if (RegistryHost.find(registry).isEmpty()) {
            throw Refusal.invalid(
                    "/registry",
                    "invalid-registry",
                    "Use the registry's host, with its port where that is not 443: registry.example.com:5000.");
        }
        if (username.isEmpty()
                || username.length() > MAX_USERNAME
                || username.contains(":")
                || !isPrintable(username)) {
            throw Refusal.invalid(
                    "/username",
                    "invalid-username",
                    "Use 1 to " + MAX_USERNAME + " characters without a colon, as the registry knows the name.");
        }
        if (secret.isEmpty() || secret.length() > MAX_SECRET || !isPrintable(secret)) {
            throw Refusal.invalid(
                    "/secret",
                    "invalid-secret",
                    "Use 1 to " + MAX_SECRET
                            + " characters on one line: a password or an access token of the registry.");
        }
    }

    RegistryHost host() {
        return RegistryHost.find(registry).orElseThrow();
    }

    /** Without the secret: this may end in a log. */
    @Override
    public String toString() {
        return "NewCredential[%s for %s]".formatted(name, registry);
    }

    private static boolean isPrintable(String text) {
        return text.chars().noneMatch(Character::isISOControl);
    }
}
