package dev.slipway.workspace;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface MemberRows extends Repository<MemberRow, MemberRow.Key> {

    MemberRow save(MemberRow row);

    Optional<MemberRow> findById(MemberRow.Key id);

    void delete(MemberRow row);

    @Query("from MemberRow where id.workspace = :workspace")
    List<MemberRow> in(UUID workspace);

    @Query("from MemberRow where id.account = :account")
    List<MemberRow> of(UUID account);

    @Query("select count(*) from MemberRow where id.workspace = :workspace and role = :role")
    long count(UUID workspace, Role role);

    @Query("select count(*) from MemberRow where id.account = :account and role = :role")
    long countOf(UUID account, Role role);
}
