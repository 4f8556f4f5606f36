package dev.slipway.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.account.AccessTokens;
import dev.slipway.account.Accounts;
import dev.slipway.account.Caller;
import dev.slipway.account.Scope;
import dev.slipway.account.TokenRequest;
import dev.slipway.account.User;
import dev.slipway.database.Fixtures;
import dev.slipway.database.OnBothDatabases;
import dev.slipway.paging.PageRequest;
import dev.slipway.refusal.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@OnBothDatabases(with = Fixtures.class)
class AccessTest {

    @Autowired
    Fixtures fixtures;

    @Autowired
    Access access;

    @Autowired
    Workspaces workspaces;

    @Autowired
    Members members;

    @Autowired
    Accounts accounts;

    @Autowired
    AccessTokens tokens;

    @Test
    void everyRoleMayWhatThePolicySaysAndNothingElse() {
        Workspace acme = fixtures.workspace("acme");
        for (Role role : Role.values()) {
            Caller caller = fixtures.seat(acme, role).caller();
            for (Permission permission : Permission.values()) {
                if (role.isAtLeast(permission.least())) {
                    assertThat(access.enter(caller, "acme", permission).role()).isEqualTo(role);
                } else {
                    assertRefused("role-too-low", () -> access.enter(caller, "acme", permission));
                }
            }
        }
    }

    @Test
    void notYoursAndNotThereAnswerAlike() {
        fixtures.workspace("acme");
        Caller outsider = Caller.of(fixtures.user("outsider"));

        for (String name : List.of("acme", "never-was", "ACME", "", "../acme", "acme\u0000", "a".repeat(100_000))) {
            assertRefused("not-found", () -> access.enter(outsider, name, Permission.VIEW));
        }
    }

    @Test
    void aTokenCutsTheRoleDown() {
        Workspace acme = fixtures.workspace("acme");
        User owner = fixtures.seat(acme, Role.OWNER).caller().user();
        Caller reader = token(owner, Set.of(Scope.READ), Optional.empty());
        Caller elsewhere = token(owner, Scope.all(), Optional.of(UUID.randomUUID()));
        Caller here = token(owner, Scope.all(), Optional.of(acme.id().value()));

        assertThat(access.enter(reader, "acme", Permission.PULL_IMAGE)).isNotNull();
        assertRefused("scope-too-narrow", () -> access.enter(reader, "acme", Permission.BUILD));
        assertRefused("not-found", () -> access.enter(elsewhere, "acme", Permission.VIEW));
        assertThat(access.enter(here, "acme", Permission.MANAGE_MEMBERS)).isNotNull();
        assertThat(workspaces.list(elsewhere, PageRequest.first()).items()).isEmpty();
    }

    @Test
    void theLibraryIsReadByAllAndKeptByAdministrators() {
        Caller somebody = Caller.of(fixtures.user("somebody"));
        Caller bound = token(fixtures.user("builder"), Scope.all(), Optional.of(UUID.randomUUID()));
        User admin = new User(fixtures.user("keeper").id(), "keeper", "Keeper", true);

        assertThat(access.enter(somebody, "library", Permission.PULL_IMAGE)).isNotNull();
        assertThat(access.enter(bound, "library", Permission.PULL_IMAGE)).isNotNull();
        assertRefused("role-too-low", () -> access.enter(somebody, "library", Permission.PUSH_IMAGE));
        assertThat(access.enter(Caller.of(admin), "library", Permission.PUSH_IMAGE))
                .isNotNull();
        assertRefused("role-too-low", () -> access.enter(Caller.of(admin), "library", Permission.DELETE_WORKSPACE));
    }

    @Test
    void rightsThatWereTakenAwayEndWhatIsOpen() {
        Workspace acme = fixtures.workspace("acme");
        Seat owner = fixtures.seat(acme, Role.OWNER);
        Seat developer = fixtures.seat(acme, Role.DEVELOPER);
        String name = developer.caller().user().name();
        assertThat(access.stillAllows(developer, Permission.BUILD)).isTrue();

        members.put(owner, name, Role.VIEWER);
        assertThat(access.stillAllows(developer, Permission.BUILD)).isFalse();
        assertThat(access.stillAllows(developer, Permission.VIEW)).isTrue();

        members.remove(owner, name);
        assertThat(access.stillAllows(developer, Permission.VIEW)).isFalse();
    }

    @Test
    void aRevokedTokenEndsWhatIsOpen() {
        Workspace acme = fixtures.workspace("acme");
        User owner = fixtures.seat(acme, Role.OWNER).caller().user();
        Caller machine = token(owner, Set.of(Scope.READ), Optional.empty());
        Seat seat = access.enter(machine, "acme", Permission.VIEW);

        tokens.revoke(Caller.of(owner), machine.token().orElseThrow());

        assertThat(access.stillAllows(seat, Permission.VIEW)).isFalse();
    }

    @Test
    void reservedAndTakenNamesAreRefused() {
        Caller caller = Caller.of(fixtures.user("somebody"));
        for (String reserved : List.of("library", "api", "v2", "git", "w", "s", "admin")) {
            assertRefused("reserved-name", () -> WorkspaceName.choose(reserved));
        }
        for (String wrong : List.of("", "-a", "a-", "A", "a b", "a/b", "..", "ä", "a".repeat(65))) {
            assertRefused("invalid-name", () -> WorkspaceName.choose(wrong));
        }
        workspaces.create(caller, WorkspaceName.choose("taken"), "");
        assertRefused("name-taken", () -> workspaces.create(caller, WorkspaceName.choose("taken"), ""));
    }

    @Test
    void aWorkspaceKeepsAnOwner() throws Exception {
        Workspace acme = fixtures.workspace("acme");
        Seat first = fixtures.seat(acme, Role.OWNER);
        assertRefused(
                "last-owner", () -> members.remove(first, first.caller().user().name()));
        assertRefused(
                "last-owner",
                () -> accounts.delete(first.caller(), first.caller().user().name()));

        User other = fixtures.user("other");
        members.put(first, other.name(), Role.OWNER);
        Seat second = access.enter(Caller.of(other), "acme", Permission.MANAGE_MEMBERS);
        List<Callable<Void>> bothLeave = new ArrayList<>();
        for (Seat seat : List.of(first, second)) {
            bothLeave.add(() -> {
                members.remove(seat, seat.caller().user().name());
                return null;
            });
        }
        try (var executor = Executors.newFixedThreadPool(2)) {
            executor.invokeAll(bothLeave);
        }
        assertThat(List.of(first, second).stream().filter(seat -> access.stillAllows(seat, Permission.MANAGE_MEMBERS)))
                .hasSize(1);
    }

    @Test
    void aDeletedWorkspaceIsGoneWithItsTokens() {
        Workspace acme = fixtures.workspace("acme");
        Seat owner = fixtures.seat(acme, Role.OWNER);
        Caller bound =
                token(owner.caller().user(), Scope.all(), Optional.of(acme.id().value()));

        workspaces.delete(owner);

        assertRefused("not-found", () -> access.enter(owner.caller(), "acme", Permission.VIEW));
        assertThat(tokens.isGood(bound.token().orElseThrow())).isFalse();
    }

    private Caller token(User user, Set<Scope> scopes, Optional<UUID> workspace) {
        var issued = tokens.issue(user.id(), new TokenRequest("t", scopes, workspace, Optional.empty()));
        return tokens.authenticate(issued.secret()).orElseThrow();
    }

    private static void assertRefused(String code, ThrowingCallable call) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(call)
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
