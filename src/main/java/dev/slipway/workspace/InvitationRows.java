package dev.slipway.workspace;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface InvitationRows extends Repository<InvitationRow, UUID> {

    InvitationRow save(InvitationRow row);

    @Query("from InvitationRow where keyHash = :keyHash and expiresAt > :now")
    Optional<InvitationRow> findOpen(String keyHash, Instant now);

    @Query("from InvitationRow where workspace = :workspace and expiresAt > :now order by createdAt desc, id")
    List<InvitationRow> findOpenIn(UUID workspace, Instant now);

    @Query("from InvitationRow where id = :id and workspace = :workspace")
    Optional<InvitationRow> find(UUID id, UUID workspace);

    /** Of any number that try, one deletes it. */
    @Modifying
    @Query("delete InvitationRow where id = :id")
    int delete(UUID id);

    @Modifying
    @Query("delete InvitationRow where workspace = :workspace and expiresAt <= :now")
    int deleteExpired(UUID workspace, Instant now);

    @Modifying
    @Query("delete InvitationRow where workspace = :workspace and madeBy = :account")
    int deleteMadeBy(UUID workspace, UUID account);
}
