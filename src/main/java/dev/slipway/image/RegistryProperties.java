package dev.slipway.image;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The supervised image store.
 *
 * @param program path of CNCF Distribution's {@code registry}; empty: the newest below {@code ~/.slipway/tools/registry},
 *     then {@code registry} on PATH
 * @param baseImages folder of OCI image layouts for the {@code library} shelf; empty: none
 */
@ConfigurationProperties("slipway.registry")
record RegistryProperties(
        @DefaultValue("") String program, @DefaultValue("") String baseImages) {}
