package dev.slipway.seal;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the key is.
 *
 * @param keyFile path of the key file; empty: {@code keys/seal.key} in the state folder. Several nodes on one database share
 *     one file, or a copy of it
 */
@ConfigurationProperties("slipway.seal")
record SealProperties(@DefaultValue("") String keyFile) {}
