package dev.slipway.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.database.OnBothDatabases;
import dev.slipway.paging.PageRequest;
import dev.slipway.refusal.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@OnBothDatabases
class AccountsTest {

    private static final String PASSWORD = "correct horse battery";

    @Autowired
    Accounts accounts;

    @Autowired
    SetUpKey setUpKey;

    @Test
    void theFirstUserIsTheAdministrator() {
        assertThat(accounts.isEmpty()).isTrue();
        assertThat(accounts.opensSetUp(setUpKey.value())).isTrue();

        User ada = accounts.setUp(setUpKey.value(), ada());

        assertThat(ada.admin()).isTrue();
        assertThat(accounts.isEmpty()).isFalse();
        assertThat(accounts.opensSetUp(setUpKey.value())).isFalse();
        assertThat(accounts.authenticate("ada", PASSWORD, "here")).contains(ada);
    }

    @Test
    void withoutTheKeyFromTheConsoleNobodySetsUp() {
        assertRefused("wrong-set-up-key", () -> accounts.setUp("", ada()));
        assertRefused("wrong-set-up-key", () -> accounts.setUp(setUpKey.value() + "0", ada()));
        assertThat(accounts.isEmpty()).isTrue();
    }

    @Test
    void theSetUpKeyWorksOnce() {
        accounts.setUp(setUpKey.value(), ada());

        assertRefused(
                "already-set-up", () -> accounts.setUp(setUpKey.value(), NewUser.withPassword("eve", PASSWORD, "")));
        assertThat(accounts.findByName("eve")).isEmpty();
    }

    @Test
    void ofManyFirstUsersAtOnceExactlyOneWins() throws Exception {
        List<Callable<User>> rush = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            NewUser user = NewUser.withPassword("first-" + i, PASSWORD, "");
            rush.add(() -> accounts.setUp(setUpKey.value(), user));
        }
        int won = 0;
        try (var executor = Executors.newFixedThreadPool(rush.size())) {
            for (Future<User> outcome : executor.invokeAll(rush)) {
                switch (outcome.state()) {
                    case SUCCESS -> won++;
                    default ->
                        assertThat(outcome.exceptionNow())
                                .isInstanceOfSatisfying(
                                        Refusal.class,
                                        refusal -> assertThat(refusal.code()).isEqualTo("already-set-up"));
                }
            }
        }
        assertThat(won).isOne();
        assertThat(accounts.list(PageRequest.first()).items())
                .singleElement()
                .satisfies(user -> assertThat(user.admin()).isTrue());
    }

    @Test
    void laterUsersAreOrdinary() {
        assertThat(accounts.create(NewUser.withPassword("bob", PASSWORD, "Bob")).admin())
                .isFalse();
    }

    @Test
    void aNameIsGivenOnce() {
        accounts.create(new NewUser("bob", Optional.empty(), ""));

        assertRefused("name-taken", () -> accounts.create(new NewUser("bob", Optional.empty(), "")));
    }

    @Test
    void aWrongPasswordAnUnknownNameAndAUserWithoutPasswordAnswerAlike() {
        accounts.create(NewUser.withPassword("bob", PASSWORD, ""));
        accounts.create(new NewUser("machine", Optional.empty(), ""));

        assertThat(accounts.authenticate("bob", "wrong", "here")).isEmpty();
        assertThat(accounts.authenticate("nobody", "wrong", "here")).isEmpty();
        assertThat(accounts.authenticate("machine", "", "here")).isEmpty();
        assertThat(accounts.authenticate("bob", "x".repeat(2_000_000), "here")).isEmpty();
        assertThat(accounts.authenticate("b\u0000b", PASSWORD, "here")).isEmpty();
    }

    @Test
    void triesAreLimitedWhetherTheNameExistsOrNot() {
        accounts.create(NewUser.withPassword("carol", PASSWORD, ""));

        for (String name : List.of("carol", "nobody-at-all")) {
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> {
                        // More than there are: tries come back while a slow machine hashes.
                        for (int i = 0; i < 6 * SignInLimit.PER_NAME; i++) {
                            assertThat(accounts.authenticate(name, "wrong", "address of " + name))
                                    .isEmpty();
                        }
                    })
                    .satisfies(refusal -> {
                        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.TOO_MANY);
                        assertThat(refusal.retryAfter()).isPresent();
                    });
        }
    }

    @Test
    void rightPasswordsAreNotCounted() {
        accounts.create(NewUser.withPassword("dave", PASSWORD, ""));

        for (int i = 0; i < SignInLimit.PER_NAME + 2; i++) {
            assertThat(accounts.authenticate("dave", PASSWORD, "dave's")).isPresent();
        }
    }

    @Test
    void theLastAdministratorStays() {
        User ada = accounts.setUp(setUpKey.value(), ada());

        assertRefused("last-administrator", () -> accounts.delete(Caller.of(ada), "ada"));
        assertRefused("not-found", () -> accounts.delete(Caller.of(ada), "nobody"));
    }

    @Test
    void listsGoPageByPageInOrderOfNames() {
        for (String name : List.of("c", "a", "e", "b", "d")) {
            accounts.create(new NewUser(name, Optional.empty(), ""));
        }
        var first = accounts.list(new PageRequest(2, null));
        var second = accounts.list(new PageRequest(2, first.next()));
        var third = accounts.list(new PageRequest(2, second.next()));

        assertThat(first.items()).extracting(User::name).containsExactly("a", "b");
        assertThat(second.items()).extracting(User::name).containsExactly("c", "d");
        assertThat(third.items()).extracting(User::name).containsExactly("e");
        assertThat(third.next()).isNull();
    }

    private static NewUser ada() {
        return NewUser.withPassword("ada", PASSWORD, "Ada");
    }

    private static void assertRefused(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(call)
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
