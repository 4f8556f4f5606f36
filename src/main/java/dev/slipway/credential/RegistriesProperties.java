package dev.slipway.credential;

import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Registries elsewhere.
 *
 * @param plainHttp hosts, with or without a port, that are spoken to without TLS; a password for them goes over the wire as it
 *     is. {@code SLIPWAY_REGISTRIES_PLAIN_HTTP}
 */
@ConfigurationProperties("slipway.registries")
record RegistriesProperties(@DefaultValue List<String> plainHttp) {

    RegistriesProperties {
        plainHttp = plainHttp.stream()
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    boolean allow(String host, int port) {
        return plainHttp.contains(host) || plainHttp.contains(host + ":" + port);
    }
}
