package dev.slipway.credential;

import dev.slipway.outbound.UnreachableException;
import dev.slipway.refusal.Refusal;
import dev.slipway.registry.RegistryClient;
import dev.slipway.registry.RegistryCredential;
import dev.slipway.registry.RegistryException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Asks a registry whether it takes a credential; few at a time, and none for longer than {@value #SECONDS} seconds. */
@Component
class CredentialCheck {

    private static final int SECONDS = 30;
    private static final int AT_ONCE = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("credential-check").factory());

    private final RegistryDialer dialer;
    private final Semaphore places = new Semaphore(AT_ONCE);

    CredentialCheck(RegistryDialer dialer) {
        this.dialer = dialer;
    }

    /** @throws Refusal TOO_MANY */
    Verification of(Credential known, RegistryCredential credential) {
        if (!places.tryAcquire()) {
            throw Refusal.tooMany(
                    "busy", "Other credentials are being verified. Try again in a minute.", Duration.ofMinutes(1));
        }
        try (RegistryClient client = RegistryClient.of(known.registry(), Set.of(), Optional.of(credential), dialer)) {
            ScheduledFuture<?> end = CLOCK.schedule(client::close, SECONDS, TimeUnit.SECONDS);
            try {
                return said(known, client);
            } finally {
                end.cancel(false);
            }
        } finally {
            places.release();
        }
    }

    private static Verification said(Credential known, RegistryClient client) {
        try {
            int status = client.ping(PATIENCE);
            if (status == 200) {
                return client.wasNeverAsked()
                        ? new Verification(
                                Verification.Outcome.NOT_ASKED,
                                "%s lets everybody in as far as this, so it can't be told whether it takes %s. A push will show it."
                                        .formatted(known.registry(), known.name()))
                        : new Verification(
                                Verification.Outcome.TAKEN,
                                "%s takes the credential %s.".formatted(known.registry(), known.name()));
            }
            return status == 401 || status == 403 ? refused(known, status) : strange(known);
        } catch (RegistryException e) {
            return e.status() == 401 || e.status() == 403 ? refused(known, e.status()) : strange(known);
        } catch (UnreachableException e) {
            return new Verification(Verification.Outcome.UNREACHABLE, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return strange(known);
        }
    }

    private static Verification refused(Credential known, int status) {
        return new Verification(
                Verification.Outcome.REFUSED,
                "%s refused the credential %s (%d %s). Check its username and secret, and whether the secret has expired."
                        .formatted(
                                known.registry(), known.name(), status, status == 401 ? "Unauthorized" : "Forbidden"));
    }

    private static Verification strange(Credential known) {
        return new Verification(
                Verification.Outcome.UNREACHABLE,
                "%s does not answer as a registry does. Check its name and port, and whether it speaks TLS with a certificate that is known here."
                        .formatted(known.registry()));
    }
}
