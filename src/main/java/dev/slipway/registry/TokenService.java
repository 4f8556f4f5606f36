package dev.slipway.registry;

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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the token service that a registry declares (CNCF distribution, token authentication specification). */
record TokenService(Wire wire, Dialer dialer) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MAX_ANSWER = 1 << 20;
    /** What the specification says where the service says nothing. */
    private static final int STANDARD_SECONDS = 60;

    private static final int MAX_SECONDS = 3600;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** @throws RegistryException with the service's status when it gives none */
    RegistryToken fetch(Challenge challenge, Set<String> scopes, Optional<RegistryCredential> credential)
            throws IOException {
        URI address = address(challenge, scopes);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json");
        credential.ifPresent(known -> headers.put("Authorization", Authorization.basic(known)));
        try (WireAnswer answer = wire.send(WireRequest.of("GET", address, headers), PATIENCE)) {
            byte[] body = answer.body().readNBytes(MAX_ANSWER);
            if (answer.status() != 200) {
                throw RegistryException.of(answer.status(), body);
            }
            return token(body);
        }
    }

    private URI address(Challenge challenge, Set<String> scopes) throws IOException {
        String realm = challenge
                .parameter("realm")
                .orElseThrow(() -> new IOException("the registry does not name its token service"));
        String query = Stream.concat(
                        challenge
                                .parameter("service")
                                .map(service -> "service=" + RegistryClient.encoded(service))
                                .stream(),
                        scopes.stream().map(scope -> "scope=" + RegistryClient.encoded(scope)))
                .collect(Collectors.joining("&"));
        try {
            URI address = new URI(realm + (realm.contains("?") ? "&" : "?") + query);
            Origin origin = Origin.of(address);
            if (!origin.tls() && !dialer.speaksPlainHttp(origin.host(), origin.port())) {
                throw new IOException("the registry's token service is without TLS");
            }
            return address;
        } catch (URISyntaxException e) {
            throw new IOException("the registry's token service has no address", e);
        }
    }

    private static RegistryToken token(byte[] body) throws IOException {
        try {
            JsonNode json = JSON.readTree(body);
            String text = json.path("token").asString(json.path("access_token").asString(""));
            if (text.isEmpty() || text.chars().anyMatch(each -> each <= ' ' || each > '~')) {
                throw new IOException("the registry's token service gave no token");
            }
            int seconds = json.path("expires_in").asInt(STANDARD_SECONDS);
            return RegistryToken.of(text, Duration.ofSeconds(Math.clamp(seconds, 1, MAX_SECONDS)));
        } catch (JacksonException e) {
            throw new IOException("the registry's token service did not answer in JSON", e);
        }
    }
}
