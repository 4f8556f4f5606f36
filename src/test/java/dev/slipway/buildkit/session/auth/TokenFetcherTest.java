package dev.slipway.buildkit.session.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.buildkit.session.auth.RegistryCredentials.Credential;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TokenFetcherTest {

    private final AtomicInteger lookedUp = new AtomicInteger();
    private final TokenFetcher fetcher = new TokenFetcher(host -> {
        lookedUp.incrementAndGet();
        return Optional.of(new Credential("robot", "secret"));
    });

    @Test
    void aPasswordGoesNowhereWithoutTls() {
        for (String realm : List.of(
                "http://tokens.example.com/token",
                "http://127.0.0.1:1/token",
                "http://127.0.0.1.example.com/token",
                "ftp://tokens.example.com/token",
                "https://user:password@tokens.example.com/",
                "no address at all",
                "https:///token",
                "")) {
            assertThatThrownBy(() -> fetcher.fetch(question("registry.example.com", realm)))
                    .as(realm)
                    .hasMessageContaining("where no password is sent");
        }
        assertThat(lookedUp).hasValue(0);
    }

    private static TokenFetcher.Question question(String host, String realm) {
        return new TokenFetcher.Question(host, realm, "registry", List.of("repository:a:pull"), "buildkit-client");
    }
}
