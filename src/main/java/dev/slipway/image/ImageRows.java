package dev.slipway.image;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface ImageRows extends JpaRepository<ImageRow, UUID> {

    Optional<ImageRow> findByRepositoryIdAndDigest(UUID repositoryId, String digest);

    List<ImageRow> findByRepositoryIdAndDigestIn(UUID repositoryId, Collection<String> digests);

    List<ImageRow> findByRepositoryIdAndSubjectOrderByPushedAt(UUID repositoryId, String subject);

    /** The indexes of the repository that name the manifest. */
    @Query("select i from ImageRow i join i.parts p where i.repositoryId = :repositoryId and p = :digest")
    List<ImageRow> findWholesOf(UUID repositoryId, String digest);

    /** Indexes of which nobody wrote down what they name: those from before that was kept. */
    @Query(
            "select i from ImageRow i where i.repositoryId = :repositoryId and i.mediaType in :types and i.parts is empty")
    List<ImageRow> findWithoutParts(UUID repositoryId, Collection<String> types);

    /** Images that no tag names and that belong to no other one, newest first. */
    @Query("""
            select i from ImageRow i where i.repositoryId = :repositoryId and i.subject is null
            and not exists (select 1 from TagRow t where t.repositoryId = i.repositoryId and t.digest = i.digest)
            and not exists (select 1 from ImageRow w join w.parts p where w.repositoryId = i.repositoryId and p = i.digest)
            order by i.pushedAt desc, i.digest""")
    List<ImageRow> findUntagged(UUID repositoryId, Limit limit);

    /** Without the parts of others and what refers to others. */
    @Query("""
            select count(i) from ImageRow i where i.repositoryId = :repositoryId and i.subject is null
            and not exists (select 1 from ImageRow w join w.parts p where w.repositoryId = i.repositoryId and p = i.digest)""")
    long countWhole(UUID repositoryId);
}
