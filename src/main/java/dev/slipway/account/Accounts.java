package dev.slipway.account;

import dev.slipway.audit.AuditAction;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.refusal.Refusal;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** The users of this Slipway: the first run, sign-in with a password, making and deleting. */
@Service
public class Accounts {

    private final AccountRows rows;
    private final JdbcClient jdbc;
    private final Passwords passwords;
    private final SetUpKey setUpKey;
    private final SignInLimit signInLimit;
    private final ApplicationEventPublisher news;
    private final TransactionOperations transaction;
    private final Clock clock;

    Accounts(
            AccountRows rows,
            JdbcClient jdbc,
            Passwords passwords,
            SetUpKey setUpKey,
            SignInLimit signInLimit,
            ApplicationEventPublisher news,
            TransactionOperations transaction,
            Clock clock) {
        this.rows = rows;
        this.jdbc = jdbc;
        this.passwords = passwords;
        this.setUpKey = setUpKey;
        this.signInLimit = signInLimit;
        this.news = news;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Whether this Slipway waits for its first user. */
    public boolean isEmpty() {
        return jdbc.sql("select count(*) from first_run").query(Long.class).single() == 0;
    }

    /** Whether {@code key} is the one on the console, and still of use. */
    public boolean opensSetUp(String key) {
        return setUpKey.opens(key) && isEmpty();
    }

    /**
     * Makes the first user, an administrator.
     *
     * @param key from the address that was printed on the console
     * @throws Refusal FORBIDDEN for a wrong key, CONFLICT when somebody was faster, INVALID without a password
     */
    public User setUp(String key, NewUser user) {
        if (!setUpKey.opens(key)) {
            throw Refusal.of(
                    Refusal.Kind.FORBIDDEN,
                    "wrong-set-up-key",
                    "This is not the set-up address that Slipway printed when it started. Copy it from the console.");
        }
        return createFirst(user);
    }

    /** As {@link #setUp}, for whoever controls the process: its environment says who the administrator is. */
    User createFirst(NewUser user) {
        if (user.password().isEmpty()) {
            throw Refusal.invalid("/password", "no-password", "The first user needs a password.");
        }
        if (!isEmpty()) {
            throw alreadySetUp();
        }
        AccountRow row = row(user, true);
        try {
            return transaction.execute(status -> {
                claimFirstRun();
                return byHimself(insert(row, true), "first administrator");
            });
        } catch (ConcurrencyFailureException e) {
            throw alreadySetUp().causedBy(e);
        }
    }

    /**
     * Makes a user for somebody else.
     *
     * @param administrator whom the caller of this has let in
     * @throws Refusal CONFLICT when the name is taken
     */
    public User create(Caller administrator, NewUser user) {
        AccountRow row = row(user, false);
        return transaction.execute(status -> {
            User made = insert(row, false);
            news.publishEvent(administrator.did(AuditAction.USER_CREATE, made.name(), "by an administrator"));
            return made;
        });
    }

    /**
     * Makes a user who comes by himself: by invitation, or from an OpenID provider.
     *
     * @throws Refusal CONFLICT when the name is taken
     */
    public User create(NewUser user) {
        AccountRow row = row(user, false);
        return transaction.execute(status -> byHimself(insert(row, false), "came by himself"));
    }

    /**
     * Deletes a user with all tokens and memberships.
     *
     * @param administrator whom the caller of this has let in
     * @throws Refusal NOT_FOUND, or CONFLICT when he is the last administrator or the only owner of a workspace
     */
    public void delete(Caller administrator, String name) {
        transaction.executeWithoutResult(status -> {
            User user = findByName(name).orElseThrow(Refusal::notFound);
            if (user.admin() && rows.countByAdminTrue() == 1) {
                throw Refusal.of(
                        Refusal.Kind.CONFLICT,
                        "last-administrator",
                        name + " is the only administrator, and without one nobody could manage users.");
            }
            news.publishEvent(new UserLeaves(user));
            rows.delete(user.id().value());
            news.publishEvent(administrator.did(AuditAction.USER_DELETE, name, ""));
        });
    }

    public Optional<User> find(UserId id) {
        return rows.findById(id.value()).map(AccountRow::toUser);
    }

    /** Whether the user can sign in with a password. */
    public boolean hasPassword(UserId id) {
        return rows.findById(id.value()).map(AccountRow::passwordHash).isPresent();
    }

    public Optional<User> findByName(String name) {
        return row(name).map(AccountRow::toUser);
    }

    /** Those of {@code ids} who are (still) there. */
    public Map<UserId, User> findAll(Collection<UserId> ids) {
        return rows.findByIdIn(ids.stream().map(UserId::value).toList()).stream()
                .map(AccountRow::toUser)
                .collect(Collectors.toMap(User::id, Function.identity()));
    }

    /** In order of their names. */
    public Page<User> list(PageRequest request) {
        var found = rows.findByNameGreaterThanOrderByName(request.after().orElse(""), Limit.of(request.limit() + 1));
        return Page.of(found, request, row -> row.toUser().name()).map(AccountRow::toUser);
    }

    /**
     * Who it is, if the password is right. Takes the same work whether or not there is such a user.
     *
     * @param address where the request came from, for the limit on tries
     * @throws Refusal TOO_MANY after too many wrong passwords for that name or from that address
     */
    public Optional<User> authenticate(String name, String password, String address) {
        SignInLimit.Try taken = signInLimit.take(name, address);
        Optional<AccountRow> row = row(name);
        if (!passwords.matches(password, row.map(AccountRow::passwordHash).orElse(null))) {
            return Optional.empty();
        }
        taken.giveBack();
        Optional<User> user = row.map(AccountRow::toUser);
        user.ifPresent(
                who -> news.publishEvent(Caller.of(who).did(AuditAction.SIGN_IN, who.name(), "with a password")));
        return user;
    }

    /** Any text may be asked for; what can't be a name (PostgreSQL refuses NUL) does not reach the database. */
    private Optional<AccountRow> row(String name) {
        return NewUser.fitsAsName(name) ? rows.findByName(name) : Optional.empty();
    }

    private AccountRow row(NewUser user, boolean admin) {
        @Nullable String hash = user.password().map(passwords::hash).orElse(null);
        return new AccountRow(new User(UserId.random(), user.name(), user.displayName(), admin), hash, clock.instant());
    }

    private User insert(AccountRow row, boolean first) {
        User user = row.toUser();
        try {
            rows.saveAndFlush(row);
        } catch (DataIntegrityViolationException e) {
            throw Refusal.of(
                            Refusal.Kind.CONFLICT,
                            "name-taken",
                            "There is already a user with the name " + user.name() + ".")
                    .causedBy(e);
        }
        news.publishEvent(new UserCreated(user, first));
        return user;
    }

    private User byHimself(User user, String how) {
        news.publishEvent(Caller.of(user).did(AuditAction.USER_CREATE, user.name(), how));
        return user;
    }

    /** Its one possible row makes sure that of any number of first users, on any number of nodes, one wins. */
    private void claimFirstRun() {
        try {
            jdbc.sql("insert into first_run (id, done_at) values (1, ?)")
                    .param(Timestamp.from(clock.instant()))
                    .update();
        } catch (DataIntegrityViolationException e) {
            throw alreadySetUp().causedBy(e);
        }
    }

    private static Refusal alreadySetUp() {
        return Refusal.of(
                Refusal.Kind.CONFLICT,
                "already-set-up",
                "This Slipway has its administrator already. Sign in instead.");
    }
}
