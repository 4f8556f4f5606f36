package dev.slipway.web;

import dev.slipway.openid.OpenIdProvider;
import dev.slipway.outbound.OutboundCalls;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestTemplate;

/**
 * Checks ID tokens as OpenID Connect Core 1.0, section 3.1.3.7 asks (the nonce is Spring Security's part), with keys that are
 * fetched under the rules for calls to other hosts.
 */
@Component
class IdTokens implements JwtDecoderFactory<ClientRegistration> {

    private final OutboundCalls calls;
    private final Map<String, JwtDecoder> decoders = new ConcurrentHashMap<>();

    IdTokens(OutboundCalls calls) {
        this.calls = calls;
    }

    @Override
    public JwtDecoder createDecoder(ClientRegistration registration) {
        String keys = Objects.requireNonNull(registration.getProviderDetails().getJwkSetUri());
        return decoders.computeIfAbsent(keys, any -> decoder(keys, registration));
    }

    private JwtDecoder decoder(String keys, ClientRegistration registration) {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSetUri(keys)
                .jwsAlgorithms(accepted -> accepted.addAll(OpenIdProvider.algorithms(registration)))
                .restOperations(new RestTemplate(calls.requests()))
                .build();
        decoder.setClaimSetConverter(OidcIdTokenDecoderFactory.createDefaultClaimTypeConverter());
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                new JwtTimestampValidator(), new OidcIdTokenValidator(registration)));
        return decoder;
    }
}
