package dev.slipway.image;

import dev.slipway.workspace.WorkspaceId;
import dev.slipway.workspace.WorkspaceLeaves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** A workspace takes its repositories along: the rows with it, what the store keeps for it alone after the commit. */
@Component
class WorkspaceShelfRemoval {

    private static final Logger LOG = LoggerFactory.getLogger(WorkspaceShelfRemoval.class);

    private final RepositoryRows repositories;
    private final TagIntentRows intents;
    private final ImageStore store;

    WorkspaceShelfRemoval(RepositoryRows repositories, TagIntentRows intents, ImageStore store) {
        this.repositories = repositories;
        this.intents = intents;
        this.store = store;
    }

    @EventListener
    void removeRows(WorkspaceLeaves leaving) {
        repositories.deleteAll(
                repositories.findByWorkspaceId(leaving.workspace().id().value()));
        repositories.flush();
        intents.deleteByWorkspaceId(leaving.workspace().id().value());
    }

    @TransactionalEventListener
    void removeFiles(WorkspaceLeaves leaving) {
        WorkspaceId workspace = leaving.workspace().id();
        Path folder = store.folder(workspace);
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            // Nobody can reach it any more: the id is given to no other workspace.
            LOG.warn("Part of what the image store keeps for the deleted workspace {} is still there", workspace, e);
        }
    }
}
