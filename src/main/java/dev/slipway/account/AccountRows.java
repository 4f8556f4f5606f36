package dev.slipway.account;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

interface AccountRows extends Repository<AccountRow, UUID> {

    AccountRow saveAndFlush(AccountRow row);

    Optional<AccountRow> findById(UUID id);

    Optional<AccountRow> findByName(String name);

    List<AccountRow> findByIdIn(Iterable<UUID> ids);

    List<AccountRow> findByNameGreaterThanOrderByName(String name, Limit limit);

    long countByAdminTrue();

    int deleteById(UUID id);
}
