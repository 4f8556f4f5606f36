package dev.slipway.account;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface AccountRows extends Repository<AccountRow, UUID> {

    AccountRow saveAndFlush(AccountRow row);

    Optional<AccountRow> findById(UUID id);

    Optional<AccountRow> findByName(String name);

    List<AccountRow> findByIdIn(Iterable<UUID> ids);

    List<AccountRow> findByNameGreaterThanOrderByName(String name, Limit limit);

    long countByAdminTrue();

    @Modifying
    @Query("delete AccountRow where id = :id")
    void delete(UUID id);
}
