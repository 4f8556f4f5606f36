package dev.slipway.openid;

import dev.slipway.outbound.OutboundCalls;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistration.ClientSettings;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * The provider's metadata (OpenID Connect Discovery 1.0), asked for when it is needed: Slipway starts and passwords work while
 * the provider is away.
 */
@Component
public class OpenIdProvider {

    /** In the addresses where a sign-in begins and ends. */
    public static final String REGISTRATION = "openid";

    private static final Logger LOG = LoggerFactory.getLogger(OpenIdProvider.class);
    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final ParameterizedTypeReference<Map<String, Object>> METADATA =
            new ParameterizedTypeReference<>() {};

    private final OpenIdProperties properties;
    private final RestClient http;
    private final Clock clock;

    private @Nullable ClientRegistration known;
    private Instant knownAt = Instant.MIN;
    private @Nullable OpenIdUnavailableException failure;
    private Instant failedAt = Instant.MIN;

    OpenIdProvider(OpenIdProperties properties, OutboundCalls calls, Clock clock) {
        this.properties = properties;
        this.http = RestClient.builder().requestFactory(calls.requests()).build();
        this.clock = clock;
    }

    public boolean isConfigured() {
        return properties.isConfigured();
    }

    /** On buttons: "Sign in with …". */
    public String displayName() {
        return properties.name();
    }

    /**
     * How to speak with the provider. What was learnt an hour ago is good enough while the provider is away.
     *
     * @throws OpenIdUnavailableException when it can't be asked; for the next ten seconds nobody tries
     */
    public synchronized ClientRegistration registration() {
        Instant now = clock.instant();
        if (known != null && now.isBefore(knownAt.plus(FRESH))) {
            return known;
        }
        if (failure == null || !now.isBefore(failedAt.plus(PAUSE))) {
            try {
                known = discover(properties.toIssuer().orElseThrow());
                knownAt = now;
                failure = null;
            } catch (OpenIdUnavailableException e) {
                LOG.warn(
                        "Nobody can sign in with {} at the moment; passwords work. {}",
                        properties.name(),
                        e.getMessage());
                failure = e;
                failedAt = now;
            }
        }
        if (known != null) {
            return known;
        }
        throw failure == null ? new OpenIdUnavailableException("The provider was not asked yet") : failure;
    }

    /** Whether the last question was answered; true before the first. */
    synchronized boolean answers() {
        return failure == null;
    }

    /** An operator hears at the start, not from the first person who wants in. */
    @EventListener(ApplicationReadyEvent.class)
    void checkAtStart() {
        if (isConfigured()) {
            Thread.ofVirtual().name("openid-check").start(this::check);
        }
    }

    void check() {
        try {
            registration();
            LOG.info("Sign-in with {} ({})", properties.name(), properties.issuer());
        } catch (OpenIdUnavailableException e) {
            LOG.debug("Said already", e);
        }
    }

    private ClientRegistration discover(String issuer) {
        String address = issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration";
        try {
            Map<String, Object> metadata =
                    http.get().uri(URI.create(address)).retrieve().body(METADATA);
            if (metadata == null) {
                throw new OpenIdUnavailableException(address + " is empty");
            }
            checkIssuer(issuer, metadata);
            return registration(metadata);
        } catch (RestClientException | IllegalArgumentException e) {
            throw new OpenIdUnavailableException(address + " can't be used: " + innermost(e), e);
        }
    }

    private ClientRegistration registration(Map<String, Object> metadata) {
        ClientRegistration.Builder builder = ClientRegistrations.fromOidcConfiguration(metadata)
                .registrationId(REGISTRATION)
                .clientId(properties.clientId())
                .clientSecret(properties.clientSecret())
                .clientName(properties.name())
                .scope(Stream.concat(Stream.of("openid"), properties.scopes().stream())
                        .distinct()
                        .toList())
                .redirectUri("{baseUrl}/login/oauth2/code/{registrationId}")
                .clientSettings(ClientSettings.builder().requireProofKey(true).build());
        if (properties.clientSecret().isEmpty()) {
            builder.clientAuthenticationMethod(ClientAuthenticationMethod.NONE);
        }
        return builder.build();
    }

    /**
     * Algorithms of ID tokens that are believed: asymmetric ones that the provider says it uses, RS256 if it says nothing.
     */
    public static Set<SignatureAlgorithm> algorithms(ClientRegistration registration) {
        Object said = registration
                .getProviderDetails()
                .getConfigurationMetadata()
                .get("id_token_signing_alg_values_supported");
        Set<SignatureAlgorithm> understood = (said instanceof Collection<?> names ? names : List.of())
                .stream()
                        .map(String::valueOf)
                        .map(SignatureAlgorithm::from)
                        .filter(algorithm -> algorithm != null)
                        .collect(Collectors.toSet());
        return understood.isEmpty() ? Set.of(SignatureAlgorithm.RS256) : understood;
    }

    /** Discovery 1.0, section 4.3; and what browsers are sent to is a web page, with TLS if the issuer has it. */
    private static void checkIssuer(String issuer, Map<String, Object> metadata) {
        if (!issuer.equals(metadata.get("issuer"))) {
            throw new OpenIdUnavailableException("The metadata at " + issuer
                    + " names another issuer; SLIPWAY_OPENID_ISSUER must be written exactly as there");
        }
        for (String name : List.of("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint")) {
            Object endpoint = metadata.get(name);
            boolean known = endpoint instanceof String text
                    && (text.startsWith("https://") || (text.startsWith("http://") && issuer.startsWith("http://")));
            if (!known && !(endpoint == null && name.equals("userinfo_endpoint"))) {
                throw new OpenIdUnavailableException(
                        "The metadata at " + issuer + " has no " + name + " that can be used");
            }
        }
    }

    private static String innermost(Throwable problem) {
        Throwable cause = problem;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName() + ": "
                + String.valueOf(cause.getMessage()).replaceAll("\\p{Cntrl}", " ");
    }
}
