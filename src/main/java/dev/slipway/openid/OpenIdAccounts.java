package dev.slipway.openid;

import dev.slipway.account.Accounts;
import dev.slipway.account.Caller;
import dev.slipway.account.NewUser;
import dev.slipway.account.User;
import dev.slipway.account.UserId;
import dev.slipway.audit.AuditAction;
import dev.slipway.openid.OpenIdRefusedException.Reason;
import dev.slipway.refusal.Refusal;
import dev.slipway.workspace.Members;
import dev.slipway.workspace.WorkspaceName;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Which account belongs to whom the provider sends. What links them is issuer and subject, never a name or an address: those
 * change hands. See docs/decisions/0040-openid-connect-beside-passwords.md.
 */
@Service
public class OpenIdAccounts {

    private static final Logger LOG = LoggerFactory.getLogger(OpenIdAccounts.class);
    private static final int TRIES = 5;
    private static final int NUMBERED_NAMES = 1_000;

    private final OpenIdProperties properties;
    private final Accounts accounts;
    private final Members members;
    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final ApplicationEventPublisher news;
    private final Clock clock;

    OpenIdAccounts(
            OpenIdProperties properties,
            Accounts accounts,
            Members members,
            JdbcClient jdbc,
            TransactionOperations transaction,
            ApplicationEventPublisher news,
            Clock clock) {
        this.properties = properties;
        this.accounts = accounts;
        this.members = members;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.news = news;
        this.clock = clock;
    }

    /**
     * The account of the person, made now if the settings say so.
     *
     * @throws OpenIdRefusedException NOT_ADMITTED or NO_ACCOUNT
     */
    public User signIn(OpenIdPerson person) throws OpenIdRefusedException {
        requireAdmitted(person);
        for (int attempt = 1; ; attempt++) {
            Optional<User> known = find(person);
            if (known.isPresent()) {
                noteUse(person);
                return signedIn(known.get());
            }
            // The first account is the administrator's and comes from the set-up.
            if (!properties.createAccounts() || accounts.isEmpty()) {
                throw new OpenIdRefusedException(Reason.NO_ACCOUNT);
            }
            try {
                return signedIn(transaction.execute(status -> create(person)));
            } catch (DataIntegrityViolationException | Refusal taken) {
                // Somebody took the name, or the same person signed in twice at once.
                if (attempt == TRIES) {
                    throw taken;
                }
            }
        }
    }

    /**
     * Links the account of a person who is signed in, on that person's wish.
     *
     * @throws OpenIdRefusedException NOT_ADMITTED, LINKED_ELSEWHERE or LINKED_OTHERWISE
     */
    public void link(UserId account, OpenIdPerson person) throws OpenIdRefusedException {
        requireAdmitted(person);
        Optional<User> known = find(person);
        if (known.isPresent()) {
            if (!known.get().id().equals(account)) {
                throw new OpenIdRefusedException(Reason.LINKED_ELSEWHERE);
            }
            return;
        }
        try {
            insert(account, person);
        } catch (DataIntegrityViolationException e) {
            throw new OpenIdRefusedException(
                    find(person).isPresent() ? Reason.LINKED_ELSEWHERE : Reason.LINKED_OTHERWISE);
        }
        LOG.info("Account {} is linked with {}", account.value(), person);
    }

    /** Whether the account can sign in with the provider that is configured now. */
    public boolean isLinked(UserId account) {
        return jdbc.sql("select count(*) from openid_identity where account = ? and issuer = ?")
                        .params(account.value(), properties.toIssuer().orElse(""))
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Takes the link away. Who has no password can't sign in any more, so ask {@link Accounts#hasPassword} first. */
    public void unlink(UserId account) {
        jdbc.sql("delete from openid_identity where account = ? and issuer = ?")
                .params(account.value(), properties.toIssuer().orElse(""))
                .update();
    }

    private User signedIn(User user) {
        news.publishEvent(Caller.of(user).did(AuditAction.SIGN_IN, user.name(), "with OpenID Connect"));
        return user;
    }

    private void requireAdmitted(OpenIdPerson person) throws OpenIdRefusedException {
        boolean domain = properties.emailDomains().isEmpty() || person.isIn(properties.emailDomains());
        boolean claim = properties.claim().isBlank() || person.holds(properties.claim(), properties.claimValues());
        if (!domain || !claim) {
            LOG.info(
                    "{} may not come in: {}",
                    person,
                    domain ? "the claim has none of the values" : "no such e-mail domain");
            throw new OpenIdRefusedException(Reason.NOT_ADMITTED);
        }
    }

    private Optional<User> find(OpenIdPerson person) {
        return jdbc.sql("select account from openid_identity where issuer = ? and subject = ?")
                .params(person.issuer(), person.subject())
                .query(UUID.class)
                .optional()
                .flatMap(account -> accounts.find(new UserId(account)));
    }

    private User create(OpenIdPerson person) {
        User user =
                accounts.create(new NewUser(freeName(person.accountName()), Optional.empty(), person.displayName()));
        insert(user.id(), person);
        WorkspaceName.find(properties.workspace()).ifPresent(workspace -> {
            if (!members.admit(workspace, user, properties.role())) {
                LOG.warn("There is no workspace {} for new accounts (SLIPWAY_OPENID_WORKSPACE)", workspace);
            }
        });
        LOG.info("Made the account {} for {}", user.name(), person);
        return user;
    }

    /** Never an existing account, whatever it is called: the next one gets a number. */
    private String freeName(String wished) {
        return Stream.concat(
                        Stream.of(wished), IntStream.range(2, NUMBERED_NAMES).mapToObj(i -> wished + "-" + i))
                .filter(name -> accounts.findByName(name).isEmpty())
                .findFirst()
                .orElseGet(() -> wished + "-" + UUID.randomUUID().toString().substring(0, 8));
    }

    private void insert(UserId account, OpenIdPerson person) {
        Timestamp now = Timestamp.from(clock.instant());
        jdbc.sql(
                        "insert into openid_identity (issuer, subject, account, linked_at, last_used_at) values (?, ?, ?, ?, ?)")
                .params(List.of(person.issuer(), person.subject(), account.value(), now, now))
                .update();
    }

    private void noteUse(OpenIdPerson person) {
        jdbc.sql("update openid_identity set last_used_at = ? where issuer = ? and subject = ?")
                .params(Timestamp.from(clock.instant()), person.issuer(), person.subject())
                .update();
    }
}
