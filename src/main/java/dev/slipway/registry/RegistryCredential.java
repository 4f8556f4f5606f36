package dev.slipway.registry;

/** Name and password for one registry. */
public record RegistryCredential(String username, String secret) {

    /** Without the secret: this may end in a log. */
    @Override
    public String toString() {
        return username + ":(secret)";
    }
}
