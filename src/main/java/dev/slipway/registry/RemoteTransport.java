package dev.slipway.registry;

import dev.slipway.oci.RegistryHost;
import dev.slipway.registry.wire.Dialer;
import dev.slipway.registry.wire.Origin;
import dev.slipway.registry.wire.Wire;
import dev.slipway.registry.wire.WireAnswer;
import dev.slipway.registry.wire.WireRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * To a registry somewhere else: learns from its first 401 how it wants to be asked, fetches a fresh token when one has ended,
 * and shows what it has to the registry's own host and to nobody else it is sent to.
 */
final class RemoteTransport implements RegistryTransport {

    private static final int MAX_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final String AGENT = "slipway";

    private final URI base;
    private final Origin home;
    private final Dialer dialer;
    private final Wire wire;
    private final Authorization authorization;

    RemoteTransport(RegistryHost host, Set<String> scopes, Optional<RegistryCredential> credential, Dialer dialer) {
        boolean plain = dialer.speaksPlainHttp(host.host(), host.port());
        this.home = new Origin(!plain, host.host(), host.port());
        this.base = URI.create(home.toString());
        this.dialer = dialer;
        this.wire = new Wire(dialer);
        this.authorization = new Authorization(wire, dialer, scopes, credential);
    }

    @Override
    public RegistryResponse exchange(RegistryRequest request, Duration patience) throws IOException {
        URI address = address(request.target());
        String shown = authorization.header();
        WireAnswer answer = follow(request, address, shown, patience);
        if (answer.status() != 401 || !home.equals(Origin.of(address))) {
            return response(answer);
        }
        // A body that is streaming was taken by the first try: whoever sends it asks how far it came and goes on from
        // there.
        boolean again = authorization.learn(shown, answer.headers().allValues("WWW-Authenticate"))
                && request.body().length() == 0;
        if (!again) {
            return response(answer);
        }
        answer.close();
        return response(follow(request, address, authorization.header(), patience));
    }

    @Override
    public String onward(String asked, String location) throws IOException {
        URI next = resolved(address(asked), location);
        return next.toString();
    }

    @Override
    public boolean wasNeverAsked() {
        return authorization.wasNeverAsked();
    }

    @Override
    public void close() {
        wire.close();
    }

    private WireAnswer follow(RegistryRequest request, URI first, String shown, Duration patience) throws IOException {
        URI address = first;
        for (int i = 0; i <= MAX_REDIRECTS; i++) {
            WireAnswer answer = wire.send(onWire(request, address, shown), patience);
            boolean moved = REDIRECTS.contains(answer.status())
                    && request.body().length() == 0
                    && (answer.status() >= 307
                            || request.method().equals("GET")
                            || request.method().equals("HEAD"));
            if (!moved) {
                return answer;
            }
            try (answer) {
                address = resolved(
                        address, answer.headers().firstValue("Location").orElse(""));
            }
        }
        throw new IOException("the registry sends on and on, more than %d times".formatted(MAX_REDIRECTS));
    }

    private WireRequest onWire(RegistryRequest request, URI address, String shown) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>(request.headers());
        headers.put("User-Agent", AGENT);
        if (!shown.isEmpty() && home.equals(Origin.of(address))) {
            headers.put("Authorization", shown);
        }
        return new WireRequest(
                request.method(),
                address,
                headers,
                request.body().content(),
                request.body().length());
    }

    private URI address(String target) throws IOException {
        return resolved(base, target);
    }

    /** Never from TLS down to none. */
    private URI resolved(URI from, String location) throws IOException {
        try {
            URI next = from.resolve(new URI(location));
            Origin origin = Origin.of(next);
            if (!origin.tls() && (home.tls() || !dialer.speaksPlainHttp(origin.host(), origin.port()))) {
                throw new IOException("the registry sends on to an address without TLS");
            }
            return next;
        } catch (URISyntaxException e) {
            throw new IOException("the registry sends on to what is no address", e);
        }
    }

    private static RegistryResponse response(WireAnswer answer) {
        return new RegistryResponse(answer.status(), answer.headers(), answer.body());
    }
}
