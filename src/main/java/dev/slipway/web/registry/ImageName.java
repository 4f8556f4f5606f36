package dev.slipway.web.registry;

import dev.slipway.image.RepositoryName;
import dev.slipway.workspace.WorkspaceName;
import java.util.Optional;

/** A repository as clients name it: {@code workspace/repository}. */
record ImageName(WorkspaceName workspace, RepositoryName repository) {

    /** Longest name, in characters: beyond it some clients and the store disagree about the same name. */
    static final int MAX_LENGTH = 255;

    /** Empty when no repository can have this name. */
    static Optional<ImageName> find(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        return WorkspaceName.find(text.substring(0, slash))
                .flatMap(workspace -> RepositoryName.find(text.substring(slash + 1))
                        .map(repository -> new ImageName(workspace, repository)));
    }

    @Override
    public String toString() {
        return workspace + "/" + repository;
    }
}
