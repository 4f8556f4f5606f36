package dev.slipway.workspace;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface WorkspaceRows extends Repository<WorkspaceRow, UUID> {

    WorkspaceRow saveAndFlush(WorkspaceRow row);

    Optional<WorkspaceRow> findById(UUID id);

    Optional<WorkspaceRow> findByName(String name);

    boolean existsByName(String name);

    List<WorkspaceRow> findByIdIn(Iterable<UUID> ids);

    /** Holds other changes of this workspace's members back until the transaction ends. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from WorkspaceRow where id = :id")
    Optional<WorkspaceRow> lock(UUID id);

    @Query("""
            select w from WorkspaceRow w join MemberRow m on m.id.workspace = w.id
            where m.id.account = :account and w.name > :after order by w.name""")
    List<WorkspaceRow> findOf(UUID account, String after, Limit limit);

    @Modifying
    @Query("delete WorkspaceRow where id = :id")
    void delete(UUID id);
}
