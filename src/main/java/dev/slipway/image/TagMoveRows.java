package dev.slipway.image;

import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;

interface TagMoveRows extends JpaRepository<TagMoveRow, UUID> {

    List<TagMoveRow> findByRepositoryIdAndTagOrderByMovedAtDesc(UUID repositoryId, String tag, Limit limit);
}
