package dev.slipway.project;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface ProjectRows extends Repository<ProjectRow, UUID> {

    ProjectRow saveAndFlush(ProjectRow row);

    void flush();

    Optional<ProjectRow> findById(UUID id);

    List<ProjectRow> findByIdIn(Collection<UUID> ids);

    Optional<ProjectRow> findByWorkspaceAndName(UUID workspace, String name);

    boolean existsByWorkspaceAndName(UUID workspace, String name);

    @Query("from ProjectRow where workspace = :workspace and name > :after order by name")
    List<ProjectRow> findAfter(UUID workspace, String after, Limit limit);

    List<ProjectRow> findByWorkspace(UUID workspace);

    @Modifying
    @Query("delete from ProjectRow where id = :id")
    int delete(UUID id);
}
