package dev.slipway.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface AccessTokenRows extends Repository<AccessTokenRow, UUID> {

    AccessTokenRow save(AccessTokenRow row);

    Optional<AccessTokenRow> findById(UUID id);

    Optional<AccessTokenRow> findBySecretHash(String secretHash);

    List<AccessTokenRow> findByOwnerAndListedTrueOrderByCreatedAtDescId(UUID owner);

    long countByOwnerAndListedTrue(UUID owner);

    @Modifying
    @Query("delete AccessTokenRow where id = :id and owner = :owner")
    int delete(UUID id, UUID owner);

    @Modifying
    @Query("delete AccessTokenRow where workspace = :workspace")
    int deleteBoundTo(UUID workspace);

    @Modifying
    @Query("delete AccessTokenRow where owner = :owner and listed = false and expiresAt <= :now")
    int deleteExpiredLent(UUID owner, Instant now);

    @Modifying
    @Query("update AccessTokenRow set lastUsedAt = :now where id = :id")
    int used(UUID id, Instant now);
}
