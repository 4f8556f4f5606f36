package dev.slipway.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** A user as stored. */
@Entity
@Table(name = "account")
class AccountRow implements Persistable<UUID> {

    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private String name;

    @Column(nullable = false)
    private String displayName;

    @Column
    private @Nullable String passwordHash;

    @Column(nullable = false)
    private boolean admin;

    @Column(nullable = false, updatable = false)
    private Instant createdAt;

    protected AccountRow() {}

    AccountRow(User user, @Nullable String passwordHash, Instant createdAt) {
        this.id = user.id().value();
        this.name = user.name();
        this.displayName = user.displayName();
        this.passwordHash = passwordHash;
        this.admin = user.admin();
        this.createdAt = createdAt;
    }

    User toUser() {
        return new User(new UserId(id), name, displayName, admin);
    }

    @Nullable
    String passwordHash() {
        return passwordHash;
    }

    @Override
    public UUID getId() {
        return id;
    }

    /** Rows are only ever saved once, so Spring Data need not look for an older one. */
    @Override
    public boolean isNew() {
        return true;
    }
}
