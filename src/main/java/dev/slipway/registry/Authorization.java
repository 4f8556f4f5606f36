package dev.slipway.registry;

import dev.slipway.registry.wire.Dialer;
import dev.slipway.registry.wire.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is shown to one registry: nothing until it asks, then Basic or a token of the service that it declares (CNCF
 * distribution, token authentication specification). One token for all threads; one of them fetches it.
 */
final class Authorization {

    private static final int MAX_SCOPES = 16;

    private final TokenService tokens;
    private final Optional<RegistryCredential> credential;
    private final Set<String> scopes;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Challenge bearer;
    private @Nullable RegistryToken token;
    private boolean basic;

    Authorization(Wire wire, Dialer dialer, Set<String> scopes, Optional<RegistryCredential> credential) {
        this.tokens = new TokenService(wire, dialer);
        this.credential = credential;
        this.scopes = new LinkedHashSet<>(scopes);
    }

    /** For the next request; empty when there is nothing to show. A token that is about to end is fetched anew. */
    String header() throws IOException {
        lock.lock();
        try {
            if (bearer == null) {
                return basic ? credential.map(Authorization::basic).orElse("") : "";
            }
            if (token == null || token.endsSoon()) {
                token = tokens.fetch(bearer, scopes, credential);
            }
            return "Bearer " + token.text();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Hears a 401.
     *
     * @param shown what {@link #header} had said for the request that was refused
     * @return false when there is nothing else to show
     */
    boolean learn(String shown, List<String> challengeHeaders) {
        List<Challenge> challenges = Challenge.parse(challengeHeaders);
        Optional<Challenge> asked = Challenge.ofScheme("bearer", challenges);
        lock.lock();
        try {
            if (asked.isPresent()) {
                bearer = asked.get();
                asked.get()
                        .parameter("scope")
                        .filter(scope -> scopes.size() < MAX_SCOPES)
                        .ifPresent(scopes::add);
                if (token != null && shown.equals("Bearer " + token.text())) {
                    token = null;
                }
                return true;
            }
            basic = basic || Challenge.ofScheme("basic", challenges).isPresent();
            return basic && credential.isPresent() && shown.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    boolean wasNeverAsked() {
        lock.lock();
        try {
            return bearer == null && !basic;
        } finally {
            lock.unlock();
        }
    }

    static String basic(RegistryCredential credential) {
        String both = credential.username() + ":" + credential.secret();
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }
}
