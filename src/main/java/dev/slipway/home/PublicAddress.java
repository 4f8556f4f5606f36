package dev.slipway.home;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where people and clients reach this Slipway, when that is not what a request says of itself.
 *
 * @param publicUrl {@code SLIPWAY_PUBLIC_URL}, such as {@code https://slipway.example}: scheme and host, a port if it is not the
 *     scheme's own, no path (clients of a registry look for {@code /v2/} at the top); empty: as each request says
 */
@ConfigurationProperties("slipway")
public record PublicAddress(@Nullable String publicUrl) {

    public PublicAddress {
        if (publicUrl != null && publicUrl.isBlank()) {
            publicUrl = null;
        }
        if (publicUrl != null) {
            publicUrl = publicUrl.strip().replaceFirst("/$", "").toLowerCase(Locale.ROOT);
            check(publicUrl);
        }
    }

    /** Without a slash at its end. */
    public Optional<URI> url() {
        return Optional.ofNullable(publicUrl).map(URI::create);
    }

    private static void check(String text) {
        try {
            URI url = URI.create(text);
            boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
            if (web
                    && url.getHost() != null
                    && text.equals(url.getScheme() + "://" + url.getAuthority())
                    && url.getUserInfo() == null) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "SLIPWAY_PUBLIC_URL is an address such as https://slipway.example or http://build.corp:8080, without a path, not \""
                        + text + "\"");
    }
}
