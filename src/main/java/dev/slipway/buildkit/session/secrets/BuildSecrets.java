package dev.slipway.buildkit.session.secrets;

import java.util.Optional;

/** Knows a build's secrets, {@code RUN --mount=type=secret,id=…}. Any step may ask for any of them. */
@FunctionalInterface
public interface BuildSecrets {

    /** No secrets. */
    BuildSecrets NONE = id -> Optional.empty();

    /** @return at most {@value SecretsService#MAX_BYTES} bytes, or empty when there is no such secret */
    Optional<byte[]> find(String id);
}
