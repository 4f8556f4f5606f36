package dev.slipway.build;

import dev.slipway.news.NewsBoard;
import dev.slipway.news.Subscription;
import dev.slipway.workspace.WorkspaceId;
import java.util.function.Consumer;
import org.springframework.stereotype.Service;

/** Tells inside this JVM that builds have changed, on the worker's threads: a listener must return at once. */
@Service
public class BuildNews {

    private final NewsBoard<WorkspaceId, BuildChanged> board = new NewsBoard<>();

    /** All builds of a workspace. */
    public Subscription subscribe(WorkspaceId workspace, Consumer<BuildChanged> listener) {
        return board.subscribe(workspace, listener);
    }

    /** One build. */
    public Subscription subscribe(WorkspaceId workspace, BuildNumber number, Consumer<BuildChanged> listener) {
        return subscribe(workspace, news -> {
            if (news.number().equals(number)) {
                listener.accept(news);
            }
        });
    }

    void tell(Build build) {
        board.tell(
                build.workspace(),
                new BuildChanged(build.workspace(), build.project(), build.id(), build.number(), build.status()));
    }
}
