package dev.slipway.share;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface ShareLinkRows extends JpaRepository<ShareLinkRow, UUID> {

    Optional<ShareLinkRow> findByKeyHash(String keyHash);

    Optional<ShareLinkRow> findByIdAndWorkspaceId(UUID id, UUID workspaceId);

    List<ShareLinkRow> findByWorkspaceIdOrderByCreatedAtDescIdAsc(UUID workspaceId);

    List<ShareLinkRow> findByBuildIdAndExpiresAtAfterOrderByCreatedAtDesc(UUID buildId, Instant now);

    List<ShareLinkRow> findByWorkspaceIdAndExpiresAtAfter(UUID workspaceId, Instant now);

    long countByWorkspaceIdAndExpiresAtAfter(UUID workspaceId, Instant now);

    @Modifying
    @Query("delete from ShareLinkRow l where l.workspaceId = :workspaceId and l.expiresAt < :before")
    void deleteExpired(UUID workspaceId, Instant before);

    @Modifying
    @Query("update ShareLinkRow l set l.opened = l.opened + 1 where l.id = :id")
    void countOpening(UUID id);
}
