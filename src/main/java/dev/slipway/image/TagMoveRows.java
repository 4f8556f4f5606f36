package dev.slipway.image;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface TagMoveRows extends JpaRepository<TagMoveRow, UUID> {

    List<TagMoveRow> findByRepositoryIdAndTagOrderByMovedAtDesc(UUID repositoryId, String tag, Limit limit);

    Optional<TagMoveRow> findFirstByRepositoryIdAndTagOrderByMovedAtDesc(UUID repositoryId, String tag);

    /** When a tag last left the image. */
    @Query("select max(m.movedAt) from TagMoveRow m where m.repositoryId = :repositoryId and m.fromDigest = :digest")
    Optional<Instant> findLastLeft(UUID repositoryId, String digest);

    /** Names that are no tags any more, the one that went last first. */
    @Query("""
            select m.tag from TagMoveRow m where m.repositoryId = :repositoryId
            and not exists (select 1 from TagRow t where t.repositoryId = m.repositoryId and t.name = m.tag)
            group by m.tag order by max(m.movedAt) desc""")
    List<String> findDeletedTags(UUID repositoryId, Limit limit);
}
