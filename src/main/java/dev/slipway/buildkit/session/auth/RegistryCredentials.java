package dev.slipway.buildkit.session.auth;

import dev.slipway.oci.RegistryHost;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Knows who a build is, registry by registry. */
@FunctionalInterface
public interface RegistryCredentials {

    /** Nobody, everywhere. */
    RegistryCredentials ANONYMOUS = host -> Optional.empty();

    /**
     * Those of a fixed set of registries, and nobody elsewhere.
     *
     * @param byRegistry by the name that images have, {@code docker.io} or {@code registry.example.com:5000}; the other names
     *     of Docker Hub mean the same
     * @throws IllegalArgumentException for a name that no registry can have
     */
    static RegistryCredentials of(Map<String, Credential> byRegistry) {
        Map<RegistryHost, Credential> known = new HashMap<>();
        byRegistry.forEach((name, credential) -> known.put(
                RegistryHost.find(name)
                        .orElseThrow(() -> new IllegalArgumentException("no registry is called " + name)),
                credential));
        return host -> RegistryHost.find(host).map(known::get);
    }

    /**
     * Who the build is in this registry.
     *
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
