package dev.slipway.openid;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * Whether people can sign in with the provider. A provider that is away is DEGRADED, which counts for nothing: passwords and
 * builds work, and taking Slipway out of service would end them too.
 */
@Component
class OpenIdHealthIndicator implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final OpenIdProvider provider;

    OpenIdHealthIndicator(OpenIdProvider provider) {
        this.provider = provider;
    }

    @Override
    public Health health() {
        return Health.status(provider.answers() ? Status.UP : DEGRADED).build();
    }
}
