package dev.slipway.image;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

interface RepositoryRows extends JpaRepository<RepositoryRow, UUID> {

    Optional<RepositoryRow> findByWorkspaceIdAndName(UUID workspaceId, String name);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select r from RepositoryRow r where r.workspaceId = :workspaceId and r.name = :name")
    Optional<RepositoryRow> lock(UUID workspaceId, String name);

    List<RepositoryRow> findByWorkspaceIdAndNameGreaterThanOrderByName(UUID workspaceId, String after, Limit limit);

    List<RepositoryRow> findByWorkspaceId(UUID workspaceId);
}
