package dev.slipway.image;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;

interface TagRows extends JpaRepository<TagRow, UUID> {

    Optional<TagRow> findByRepositoryIdAndName(UUID repositoryId, String name);

    List<TagRow> findByRepositoryIdAndNameGreaterThanOrderByName(UUID repositoryId, String after, Limit limit);

    List<TagRow> findByRepositoryIdAndDigestOrderByName(UUID repositoryId, String digest);

    List<TagRow> findByRepositoryIdOrderByName(UUID repositoryId);

    long countByRepositoryId(UUID repositoryId);
}
