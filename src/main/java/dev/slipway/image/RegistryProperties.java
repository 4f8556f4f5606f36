package dev.slipway.image;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The supervised image store.
 *
 * @param program path of CNCF Distribution's {@code registry}; empty: the newest below {@code ~/.slipway/tools/registry},
 *     then {@code registry} on PATH
 * @param baseImages folder of OCI image layouts for the {@code library} shelf; empty: none
 * @param keepUnneeded how long a blob that no image names stays after it was last used: longer than any push pauses
 */
@ConfigurationProperties("slipway.registry")
record RegistryProperties(
        @DefaultValue("") String program,
        @DefaultValue("") String baseImages,
        @DefaultValue("2h") Duration keepUnneeded) {

    private static final Duration LEAST = Duration.ofMinutes(15);

    RegistryProperties {
        if (keepUnneeded.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException(
                    "slipway.registry.keep-unneeded (SLIPWAY_REGISTRY_KEEP_UNNEEDED) is at least 15m, so that pushes under way keep what they sent");
        }
    }
}
