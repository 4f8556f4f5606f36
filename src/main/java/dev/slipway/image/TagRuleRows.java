package dev.slipway.image;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface TagRuleRows extends JpaRepository<TagRuleRow, UUID> {

    List<TagRuleRow> findByWorkspaceIdOrderByCreatedAtAscIdAsc(UUID workspaceId);

    List<TagRuleRow> findByKind(String kind);

    Optional<TagRuleRow> findByIdAndWorkspaceId(UUID id, UUID workspaceId);

    boolean existsByWorkspaceIdAndKindAndRepositoriesAndTags(
            UUID workspaceId, String kind, String repositories, String tags);

    long countByWorkspaceId(UUID workspaceId);
}
