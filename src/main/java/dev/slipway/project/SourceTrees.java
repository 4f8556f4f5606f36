package dev.slipway.project;

import dev.slipway.refusal.Refusal;
import org.springframework.stereotype.Service;

/** Gives builds a revision's files without a checkout. See docs/decisions/0005-a-build-context-is-a-commits-tree.md. */
@Service
public class SourceTrees {

    private final Repositories repositories;

    SourceTrees(Repositories repositories) {
        this.repositories = repositories;
    }

    /**
     * Opens a revision; the caller closes it.
     *
     * @throws Refusal NOT_FOUND when the project has no such revision
     */
    public SourceTree open(ProjectId project, Revision revision) {
        return repositories.openTree(project, revision);
    }
}
