package dev.slipway.image;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface TagIntentRows extends JpaRepository<TagIntentRow, UUID> {

    void deleteByWorkspaceId(UUID workspaceId);

    List<TagIntentRow> findByWorkspaceIdAndRepository(UUID workspaceId, String repository);
}
