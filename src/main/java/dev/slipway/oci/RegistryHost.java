package dev.slipway.oci;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A registry as people name it: host and, where it is not 443, port.
 *
 * @param name {@code registry.example.com:5000}, in small letters
 */
public record RegistryHost(String name) {

    /** Longest name, in characters. */
    public static final int MAX_LENGTH = 255;

    private static final int STANDARD_PORT = 443;
    private static final Pattern FORM = Pattern.compile(
            "(?<host>[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\\[[a-f0-9:.]+])(?::(?<port>[0-9]{1,5}))?");

    /** Docker Hub is called so in image names and answers elsewhere. */
    private static final String DOCKER_HUB_HOST = "registry-1.docker.io";

    /** @throws IllegalArgumentException when the name is none; use {@link #find} for text of people */
    public RegistryHost {
        Matcher form = FORM.matcher(name);
        if (name.length() > MAX_LENGTH || !form.matches() || portOf(form) > 65_535 || portOf(form) < 1) {
            throw new IllegalArgumentException(
                    "'%s' is no registry; one looks like 'registry.example.com:5000'".formatted(name));
        }
    }

    /** Of any text; empty when no registry can be called so. */
    public static Optional<RegistryHost> find(String text) {
        String small = text.strip().toLowerCase(Locale.ROOT);
        boolean hub = small.equals("index.docker.io") || small.equals(DOCKER_HUB_HOST);
        try {
            return Optional.of(new RegistryHost(hub ? ImageReference.DOCKER_HUB : small));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Where it is called; an IPv6 address in brackets. */
    public String host() {
        return name.equals(ImageReference.DOCKER_HUB)
                ? DOCKER_HUB_HOST
                : matcher().group("host");
    }

    /** Where it listens, 443 unless the name says otherwise. */
    public int port() {
        return portOf(matcher());
    }

    @Override
    public String toString() {
        return name;
    }

    private Matcher matcher() {
        Matcher form = FORM.matcher(name);
        if (!form.matches()) {
            throw new IllegalStateException(name);
        }
        return form;
    }

    private static int portOf(Matcher form) {
        return form.group("port") == null ? STANDARD_PORT : Integer.parseInt(form.group("port"));
    }
}
