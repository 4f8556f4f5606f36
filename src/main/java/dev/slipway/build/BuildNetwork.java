package dev.slipway.build;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What RUN steps reach. The host's own network is for none of them. */
public enum BuildNetwork {
    /** The internet through the engine's bridge, where the machine allows one. */
    DEFAULT,
    NONE;

    /** As in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<BuildNetwork> find(String word) {
        return Arrays.stream(values())
                .filter(network -> network.word().equals(word))
                .findFirst();
    }
}
