package dev.slipway.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.database.OnBothDatabases;
import dev.slipway.paging.PageRequest;
import dev.slipway.refusal.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@OnBothDatabases
class AccessTokensTest {

    @Autowired
    Accounts accounts;

    @Autowired
    AccessTokens tokens;

    @Autowired
    JdbcClient jdbc;

    private User bob;

    @BeforeEach
    void makeBob() {
        bob = accounts.create(new NewUser("bob", Optional.empty(), ""));
    }

    @Test
    void aSecretOpensForItsOwnerWithItsScopes() {
        UUID workspace = UUID.randomUUID();
        IssuedToken issued = tokens.issue(
                bob.id(), new TokenRequest("ci", Set.of(Scope.WRITE), Optional.of(workspace), Optional.empty()));

        assertThat(issued.secret()).matches("slp_[0-9a-f]{40}");
        Caller caller = tokens.authenticate(issued.secret()).orElseThrow();
        assertThat(caller.user()).isEqualTo(bob);
        assertThat(caller.boundWorkspace()).contains(workspace);
        assertThat(caller.token()).contains(issued.token().id());
        assertThat(caller.has(Scope.READ)).isTrue();
        assertThat(caller.has(Scope.WRITE)).isTrue();
        assertThat(caller.has(Scope.ADMIN)).isFalse();
    }

    @Test
    void theSecretIsNowhereInTheDatabaseNorInLogs() {
        IssuedToken issued = tokens.issue(bob.id(), forAll());

        assertThat(jdbc.sql("select * from access_token").query().listOfRows().toString())
                .doesNotContain(issued.secret().substring(AccessTokens.PREFIX.length()));
        assertThat(issued.toString()).doesNotContain(issued.secret());
    }

    @Test
    void whatIsNoTokenOpensNothing() {
        tokens.issue(bob.id(), forAll());

        for (String wrong :
                new String[] {"", "slp_", "slp_" + "0".repeat(40), "bob", "slp_\u0000", "x".repeat(100_000)}) {
            assertThat(tokens.authenticate(wrong)).isEmpty();
        }
    }

    @Test
    void revokedExpiredAndOrphanedTokensOpenNothing() throws Exception {
        IssuedToken revoked = tokens.issue(bob.id(), forAll());
        IssuedToken expiring = tokens.issue(bob.id(), until(Instant.now().plusMillis(500)));
        IssuedToken orphan = tokens.issue(bob.id(), forAll());
        assertThat(tokens.authenticate(revoked.secret())).isPresent();

        tokens.revoke(Caller.of(bob), revoked.token().id());
        assertThat(tokens.authenticate(revoked.secret())).isEmpty();
        assertThat(tokens.isGood(revoked.token().id())).isFalse();

        Thread.sleep(600);
        assertThat(tokens.authenticate(expiring.secret())).isEmpty();

        accounts.delete(Caller.of(bob), "bob");
        assertThat(tokens.authenticate(orphan.secret())).isEmpty();
    }

    @Test
    void nobodyRevokesTheTokenOfSomebodyElse() {
        IssuedToken bobs = tokens.issue(bob.id(), forAll());
        User eve = accounts.create(new NewUser("eve", Optional.empty(), ""));

        assertRefused(
                "not-found", () -> tokens.revoke(Caller.of(eve), bobs.token().id()));
        assertThat(tokens.authenticate(bobs.secret())).isPresent();
    }

    @Test
    void aTokenMakesNoneThatReachesFurtherOrLivesLonger() {
        Instant end = Instant.now().plus(Duration.ofHours(1));
        UUID workspace = UUID.randomUUID();
        Caller writer = caller(new TokenRequest("w", Set.of(Scope.WRITE), Optional.empty(), Optional.empty()));
        Caller shortLived = caller(until(end));
        Caller bound = caller(new TokenRequest("b", Scope.all(), Optional.of(workspace), Optional.empty()));

        assertRefused("token-reaches-less", () -> tokens.issue(writer, forAll()));
        assertRefused("token-reaches-less", () -> tokens.issue(shortLived, forAll()));
        assertRefused("token-reaches-less", () -> tokens.issue(shortLived, until(end.plusSeconds(1))));
        assertRefused("token-reaches-less", () -> tokens.issue(bound, forAll()));
        assertThat(tokens.issue(shortLived, until(end.minusSeconds(1)))).isNotNull();
        assertThat(tokens.issue(Caller.of(bob), forAll())).isNotNull();
    }

    @Test
    void lentTokensAreInNobodysList() {
        tokens.issue(bob.id(), forAll());
        tokens.lend(bob.id(), until(Instant.now().plusSeconds(60)));

        assertThat(tokens.list(bob.id(), PageRequest.first()).items())
                .extracting(AccessToken::name)
                .containsExactly("all");
    }

    @Test
    void useIsRemembered() {
        IssuedToken issued = tokens.issue(bob.id(), forAll());
        assertThat(issued.token().lastUsedAt()).isEmpty();

        tokens.authenticate(issued.secret());

        assertThat(tokens.list(bob.id(), PageRequest.first()).items())
                .singleElement()
                .satisfies(token -> assertThat(token.lastUsedAt()).isPresent());
    }

    @Test
    void anExpiryInThePastIsRefused() {
        assertRefused(
                "expiry-in-the-past",
                () -> tokens.issue(bob.id(), until(Instant.now().minusSeconds(1))));
    }

    private Caller caller(TokenRequest request) {
        return tokens.authenticate(tokens.issue(bob.id(), request).secret()).orElseThrow();
    }

    private static TokenRequest forAll() {
        return new TokenRequest("all", Scope.all(), Optional.empty(), Optional.empty());
    }

    private static TokenRequest until(Instant end) {
        return new TokenRequest("until", Scope.all(), Optional.empty(), Optional.of(end));
    }

    private static void assertRefused(String code, ThrowingCallable call) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(call)
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
