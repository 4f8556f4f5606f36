package dev.slipway.image;

import dev.slipway.workspace.WorkspaceId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One change of a repository at a time, in the tables and in the store: the change runs inside one transaction that holds the
 * repository's row, and when it throws, the tables stay as they were.
 */
@Component
class RepositoryLock {

    private static final int ATTEMPTS = 5;

    private final RepositoryRows repositories;
    private final RepositoryTables tables;
    private final TagRules rules;
    private final ObjectProvider<ImageNeed> needs;
    private final TransactionTemplate transaction;
    private final Clock clock;

    RepositoryLock(
            RepositoryRows repositories,
            RepositoryTables tables,
            TagRules rules,
            ObjectProvider<ImageNeed> needs,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.repositories = repositories;
        this.tables = tables;
        this.rules = rules;
        this.needs = needs;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    interface Change<T> {
        T apply(LockedRepository repository) throws IOException;
    }

    /** Changes a repository, which comes into being with its first image. */
    <T> T change(WorkspaceId workspace, RepositoryName name, Change<T> change) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return inTransaction(() -> change.apply(locked(lockOrCreate(workspace, name))));
            } catch (DataIntegrityViolationException | ConcurrencyFailureException e) {
                // Two first pushes at once, or a lock that took too long; the next attempt finds the other's row.
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Changes a repository that is there; empty when it is not. */
    <T> Optional<T> changeExisting(WorkspaceId workspace, RepositoryName name, Change<T> change) throws IOException {
        return inTransaction(() -> {
            Optional<RepositoryRow> row = repositories.lock(workspace.value(), name.value());
            return row.isPresent() ? Optional.of(change.apply(locked(row.get()))) : Optional.empty();
        });
    }

    private RepositoryRow lockOrCreate(WorkspaceId workspace, RepositoryName name) {
        return repositories
                .lock(workspace.value(), name.value())
                .orElseGet(() -> repositories.saveAndFlush(new RepositoryRow(workspace, name, now())));
    }

    private LockedRepository locked(RepositoryRow row) {
        return new LockedRepository(
                row,
                tables,
                rules.guard(row.workspace()),
                digest -> needs.stream()
                        .flatMap(need -> need.whoNeeds(row.workspace(), row.name(), digest).stream())
                        .findFirst(),
                now());
    }

    /** As exact as both databases keep it, so that what is answered now equals what is read later. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private <T> T inTransaction(Work<T> work) throws IOException {
        try {
            return transaction.execute(status -> {
                try {
                    return work.run();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
