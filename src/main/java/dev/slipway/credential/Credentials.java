package dev.slipway.credential;

import dev.slipway.audit.AuditAction;
import dev.slipway.oci.RegistryHost;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.refusal.Refusal;
import dev.slipway.registry.RegistryCredential;
import dev.slipway.seal.Seal;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import dev.slipway.workspace.WorkspaceId;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A workspace's registry credentials. A secret goes in and comes out only as {@link RegistryCredential}, for a call to its own
 * registry.
 */
@Service
public class Credentials {

    /** Most credentials of one workspace. */
    public static final int MAX_PER_WORKSPACE = 100;

    private final CredentialRows rows;
    private final TransactionTemplate transaction;
    private final Seal seal;
    private final CredentialCheck check;
    private final ApplicationEventPublisher news;
    private final Clock clock;

    Credentials(
            CredentialRows rows,
            TransactionTemplate transaction,
            Seal seal,
            CredentialCheck check,
            ApplicationEventPublisher news,
            Clock clock) {
        this.rows = rows;
        this.transaction = transaction;
        this.seal = seal;
        this.check = check;
        this.news = news;
        this.clock = clock;
    }

    /**
     * By name. Whoever may push sees which there are, never their secrets.
     *
     * @throws Refusal FORBIDDEN
     */
    public Page<Credential> list(Seat seat, PageRequest page) {
        seat.require(Permission.PUSH_IMAGE);
        return transact(() -> Page.of(
                rows.list(seat.workspace().id(), page),
                page,
                credential -> credential.name().value()));
    }

    /** @throws Refusal NOT_FOUND */
    public Credential find(WorkspaceId workspace, CredentialName name) {
        return transact(() -> rows.find(workspace, name)).orElseThrow(Refusal::notFound);
    }

    /** Empty once it was deleted. */
    public Optional<Credential> find(CredentialId id) {
        return transact(() -> rows.find(id));
    }

    /** @throws Refusal CONFLICT when the name is taken or there are {@value #MAX_PER_WORKSPACE} already */
    public Credential create(Seat seat, NewCredential wish) {
        seat.require(Permission.MANAGE_SECRETS);
        CredentialId id = CredentialId.random();
        String sealed = seal.seal(place(id), wish.secret());
        return transact(() -> {
            if (rows.countForUpdate(seat.workspace().id()) >= MAX_PER_WORKSPACE) {
                throw Refusal.of(
                        Refusal.Kind.CONFLICT,
                        "too-many-credentials",
                        "A workspace keeps at most %d credentials. Delete one that is no longer used."
                                .formatted(MAX_PER_WORKSPACE));
            }
            Credential credential = new Credential(
                    id,
                    seat.workspace().id(),
                    wish.name(),
                    wish.host(),
                    wish.username(),
                    clock.instant().truncatedTo(ChronoUnit.MICROS),
                    seat.caller().user().name(),
                    Optional.empty());
            if (!rows.insert(credential, sealed)) {
                throw Refusal.of(
                        Refusal.Kind.CONFLICT,
                        "name-taken",
                        "There is a credential %s already. Delete it first, or use another name."
                                .formatted(wish.name()));
            }
            news.publishEvent(seat.did(
                    AuditAction.CREDENTIAL_CREATE,
                    wish.name().value(),
                    "%s at %s".formatted(wish.username(), wish.host())));
            return credential;
        });
    }

    /**
     * Deletes it at once: what still uses it is refused from the next call on.
     *
     * @throws Refusal NOT_FOUND
     */
    public void delete(Seat seat, CredentialName name) {
        seat.require(Permission.MANAGE_SECRETS);
        transact(() -> {
            Credential credential = rows.find(seat.workspace().id(), name).orElseThrow(Refusal::notFound);
            rows.delete(credential.id());
            news.publishEvent(
                    seat.did(AuditAction.CREDENTIAL_DELETE, name.value(), "was for " + credential.registry()));
            return true;
        });
    }

    /**
     * Shows it to its registry, which takes up to half a minute.
     *
     * @throws Refusal NOT_FOUND, TOO_MANY when others are being verified, UNAVAILABLE when its key is lost
     */
    public Verification verify(Seat seat, CredentialName name) {
        seat.require(Permission.MANAGE_SECRETS);
        Credential credential = find(seat.workspace().id(), name);
        Verification verification = check.of(credential, opened(credential.id()).orElseThrow(Refusal::notFound));
        if (verification.outcome() == Verification.Outcome.TAKEN) {
            transact(() -> {
                rows.verified(credential.id(), clock.instant());
                return true;
            });
        }
        return verification;
    }

    /**
     * Opens it for a call to its registry, and to no other.
     *
     * @return empty when it was deleted, or is for another registry
     * @throws Refusal UNAVAILABLE when its key is lost
     */
    public Optional<RegistryCredential> open(CredentialId id, RegistryHost registry) {
        return find(id).filter(credential -> credential.registry().equals(registry))
                .flatMap(known -> opened(id));
    }

    private Optional<RegistryCredential> opened(CredentialId id) {
        return transact(() -> rows.find(id)
                .flatMap(credential -> rows.sealed(id)
                        .map(text -> new RegistryCredential(credential.username(), seal.open(place(id), text)))));
    }

    private static String place(CredentialId id) {
        return "credential/" + id;
    }

    private <T> T transact(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }
}
