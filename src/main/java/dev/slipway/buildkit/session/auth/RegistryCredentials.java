package dev.slipway.buildkit.session.auth;

import java.util.Optional;

/** Knows who a build is, registry by registry. */
@FunctionalInterface
public interface RegistryCredentials {

    /** Nobody, everywhere. */
    RegistryCredentials ANONYMOUS = host -> Optional.empty();

    /**
     * @param host the registry's host with port as in its address; Docker Hub is {@code registry-1.docker.io}
     * @return empty to stay anonymous
     */
    Optional<Credential> find(String host);

    /**
     * A name and its password, or an empty name and an identity token.
     */
    record Credential(String username, String secret) {

        /** Keeps the secret out of logs. */
        @Override
        public String toString() {
            return "Credential[" + username + "]";
        }
    }
}
