package dev.slipway.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** An access token as stored: without its secret. */
@Entity
@Table(name = "access_token")
class AccessTokenRow implements Persistable<UUID> {

    /** {@code lastUsedAt} is written at most this often, so that reading with a token does not mean writing. */
    private static final Duration USE_GRAIN = Duration.ofMinutes(1);

    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private UUID owner;

    @Column(nullable = false, updatable = false)
    private String name;

    @Column(nullable = false, updatable = false)
    private String secretHash;

    @Column(nullable = false, updatable = false)
    private String scopes;

    @Column(updatable = false)
    private @Nullable UUID workspace;

    /** Whether its owner made it and sees it; false for one that Slipway lends to a build. */
    @Column(nullable = false, updatable = false)
    private boolean listed;

    @Column(nullable = false, updatable = false)
    private Instant createdAt;

    @Column(updatable = false)
    private @Nullable Instant expiresAt;

    @Column
    private @Nullable Instant lastUsedAt;

    protected AccessTokenRow() {}

    AccessTokenRow(AccessToken token, String secretHash, boolean listed) {
        this.id = token.id().value();
        this.owner = token.owner().value();
        this.name = token.name();
        this.secretHash = secretHash;
        this.scopes = token.scopes().stream().sorted().map(Scope::name).collect(Collectors.joining(","));
        this.workspace = token.workspace().orElse(null);
        this.listed = listed;
        this.createdAt = token.createdAt();
        this.expiresAt = token.expiresAt().orElse(null);
    }

    boolean isListed() {
        return listed;
    }

    AccessToken toToken() {
        return new AccessToken(
                new TokenId(id),
                new UserId(owner),
                name,
                scopes(),
                Optional.ofNullable(workspace),
                createdAt,
                Optional.ofNullable(expiresAt),
                Optional.ofNullable(lastUsedAt));
    }

    boolean worksAt(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }

    boolean useIsNewsAt(Instant now) {
        return lastUsedAt == null || lastUsedAt.plus(USE_GRAIN).isBefore(now);
    }

    private Set<Scope> scopes() {
        return Arrays.stream(scopes.split(",", -1)).map(Scope::valueOf).collect(Collectors.toSet());
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
