package dev.slipway.image;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface ImageRows extends JpaRepository<ImageRow, UUID> {

    Optional<ImageRow> findByRepositoryIdAndDigest(UUID repositoryId, String digest);

    List<ImageRow> findByRepositoryIdAndDigestIn(UUID repositoryId, Collection<String> digests);

    List<ImageRow> findByRepositoryIdAndSubjectOrderByPushedAt(UUID repositoryId, String subject);

    long countByRepositoryId(UUID repositoryId);
}
