package dev.slipway.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.account.Accounts;
import dev.slipway.account.Caller;
import dev.slipway.account.NewUser;
import dev.slipway.account.Scope;
import dev.slipway.account.User;
import dev.slipway.database.Fixtures;
import dev.slipway.database.OnBothDatabases;
import dev.slipway.refusal.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@OnBothDatabases(with = Fixtures.class)
class InvitationsTest {

    @Autowired
    Fixtures fixtures;

    @Autowired
    Invitations invitations;

    @Autowired
    Members members;

    @Autowired
    Access access;

    @Autowired
    Accounts accounts;

    @Autowired
    JdbcClient jdbc;

    @Test
    void aLinkLetsOnePersonInWithItsRole() {
        Seat owner = owner("acme");
        String key = issue(owner, Role.DEVELOPER);
        Caller guest = Caller.of(fixtures.user("guest"));

        assertThat(invitations.look(key, address()).workspace()).isEqualTo(owner.workspace());
        assertThat(invitations.accept(guest, key, address()).role()).isEqualTo(Role.DEVELOPER);

        assertThat(access.enter(guest, "acme", Permission.BUILD).role()).isEqualTo(Role.DEVELOPER);
        assertThat(invitations.list(owner).items()).isEmpty();
        assertRefused("not-found", () -> invitations.accept(Caller.of(fixtures.user("second")), key, address()));
    }

    @Test
    void aStrangerGetsAnAccountAndThePlaceOrNeither() {
        String key = issue(owner("acme"), Role.VIEWER);
        fixtures.user("taken");

        assertRefused("name-taken", () -> invitations.signUp(newUser("taken"), key, address()));
        assertRefused(
                "no-password", () -> invitations.signUp(new NewUser("nils", Optional.empty(), ""), key, address()));
        invitations.signUp(newUser("nils"), key, address());

        User nils = accounts.authenticate("nils", "a long enough passphrase", address())
                .orElseThrow();
        assertThat(access.enter(Caller.of(nils), "acme", Permission.VIEW).role())
                .isEqualTo(Role.VIEWER);
        assertRefused("not-found", () -> invitations.signUp(newUser("other"), key, address()));
        assertThat(accounts.findByName("other")).isEmpty();
    }

    @Test
    void usedExpiredRevokedAndUnknownKeysAnswerAlike() {
        Seat owner = owner("acme");
        String used = issue(owner, Role.VIEWER);
        invitations.accept(Caller.of(fixtures.user("first")), used, address());
        String revoked = issue(owner, Role.VIEWER);
        invitations.revoke(
                owner, invitations.list(owner).items().getFirst().invitation().id());
        String expired = issue(owner, Role.VIEWER);
        jdbc.sql("update invitation set expires_at = current_timestamp").update();
        Caller guest = Caller.of(fixtures.user("guest"));

        List<String> dead = List.of(
                used,
                revoked,
                expired,
                Invitations.PREFIX + "0".repeat(40),
                "",
                "sli_",
                "x".repeat(100_000),
                "sli_\u0000");
        for (String key : dead) {
            assertRefused("not-found", () -> invitations.look(key, address()));
            assertRefused("not-found", () -> invitations.accept(guest, key, address()));
            assertRefused("not-found", () -> invitations.signUp(newUser("nils"), key, address()));
        }
        assertThat(invitations.list(owner).items()).isEmpty();
    }

    @Test
    void ofManyWhoUseALinkAtOnceOneComesIn() throws Exception {
        Seat owner = owner("acme");
        String key = issue(owner, Role.DEVELOPER);
        List<Callable<Membership>> rush = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Caller guest = Caller.of(fixtures.user("guest-" + i));
            rush.add(() -> invitations.accept(guest, key, address()));
        }
        try (var executor = Executors.newFixedThreadPool(6)) {
            assertThat(executor.invokeAll(rush).stream().filter(InvitationsTest::succeeded))
                    .hasSize(1);
        }
        assertThat(jdbc.sql("select count(*) from member where workspace = ?")
                        .param(owner.workspace().id().value())
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void aMemberKeepsHisRoleAndTheLinkStaysGood() {
        Seat owner = owner("acme");
        String key = issue(owner, Role.VIEWER);

        assertRefused("already-a-member", () -> invitations.accept(owner.caller(), key, address()));

        assertThat(access.enter(owner.caller(), "acme", Permission.MANAGE_MEMBERS)
                        .role())
                .isEqualTo(Role.OWNER);
        assertThat(invitations.look(key, address()).role()).isEqualTo(Role.VIEWER);
    }

    @Test
    void whoMayNotInviteAnyMoreDoesNotComeBackByHisOwnLink() {
        Seat owner = owner("acme");
        User other = fixtures.user("other");
        members.put(owner, "other", Role.OWNER);
        String key = issue(access.enter(Caller.of(other), "acme", Permission.MANAGE_MEMBERS), Role.OWNER);
        String kept = issue(owner, Role.VIEWER);

        members.remove(owner, "other");

        assertRefused("not-found", () -> invitations.accept(Caller.of(other), key, address()));
        assertThat(invitations.look(kept, address()).role()).isEqualTo(Role.VIEWER);
    }

    @Test
    void onlyOwnersInvite() {
        Workspace acme = owner("acme").workspace();
        for (Role role : List.of(Role.VIEWER, Role.DEVELOPER, Role.MAINTAINER)) {
            Seat seat = fixtures.seat(acme, role);
            assertRefused("role-too-low", () -> issue(seat, Role.VIEWER));
            assertRefused("role-too-low", () -> invitations.list(seat));
        }
    }

    @Test
    void anInvitationOfAnotherWorkspaceIsNotThereToRevoke() {
        Seat acme = owner("acme");
        Seat other = owner("other");
        issue(acme, Role.VIEWER);
        InvitationId id = invitations.list(acme).items().getFirst().invitation().id();

        assertRefused("not-found", () -> invitations.revoke(other, id));
        assertThat(invitations.list(acme).items()).hasSize(1);
    }

    @Test
    void limitsAreSaid() {
        Seat owner = owner("acme");
        Instant now = Instant.now();
        assertRefused("expiry-out-of-range", () -> issue(owner, now.minusSeconds(1)));
        assertRefused("expiry-out-of-range", () -> issue(owner, now.plus(Duration.ofDays(31))));
        for (int i = 0; i < Invitations.MAX_OPEN; i++) {
            issue(owner, Role.VIEWER);
        }
        assertRefused("too-many-invitations", () -> issue(owner, Role.VIEWER));

        String one = address();
        for (int i = 0; i < Invitations.TRIES; i++) {
            assertRefused("not-found", () -> invitations.look("sli_", one));
        }
        assertRefused("too-many-invitation-tries", () -> invitations.look("sli_", one));
        assertRefused("not-found", () -> invitations.look("sli_", address()));
    }

    @Test
    void aTokenThatIsBoundOrOnlyReadsDoesNotAccept() {
        String key = issue(owner("acme"), Role.VIEWER);
        User guest = fixtures.user("guest");
        Caller reader = new Caller(guest, Set.of(Scope.READ), Optional.empty(), Optional.empty());
        Caller bound = new Caller(guest, Scope.all(), Optional.of(UUID.randomUUID()), Optional.empty());

        assertRefused("scope-too-narrow", () -> invitations.accept(reader, key, address()));
        assertRefused("scope-too-narrow", () -> invitations.accept(bound, key, address()));
    }

    @Test
    void theDatabaseDoesNotKnowTheKey() {
        String key = issue(owner("acme"), Role.VIEWER);

        assertThat(jdbc.sql("select key_hash from invitation")
                        .query(String.class)
                        .single())
                .hasSize(64)
                .doesNotContain(key.substring(Invitations.PREFIX.length()));
    }

    private Seat owner(String workspace) {
        return fixtures.seat(fixtures.workspace(workspace), Role.OWNER);
    }

    private String issue(Seat owner, Role role) {
        return invitations
                .issue(owner, new InvitationRequest(role, Optional.empty()))
                .key();
    }

    private void issue(Seat owner, Instant end) {
        invitations.issue(owner, new InvitationRequest(Role.VIEWER, Optional.of(end)));
    }

    private static NewUser newUser(String name) {
        return NewUser.withPassword(name, "a long enough passphrase", "");
    }

    /** A new one each time, so that tests do not use up each other's tries. */
    private static String address() {
        return UUID.randomUUID().toString();
    }

    private static boolean succeeded(Future<Membership> attempt) {
        return attempt.state() == Future.State.SUCCESS;
    }

    private static void assertRefused(String code, ThrowingCallable call) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(call)
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
