package dev.slipway.push;

import dev.slipway.news.NewsBoard;
import dev.slipway.news.Subscription;
import dev.slipway.workspace.WorkspaceId;
import java.util.function.Consumer;
import org.springframework.stereotype.Service;

/** Tells inside this JVM that pushes have changed, on the worker's threads: a listener must return at once. */
@Service
public class PushNews {

    private final NewsBoard<WorkspaceId, PushChanged> board = new NewsBoard<>();

    /** All pushes of a workspace. */
    public Subscription subscribe(WorkspaceId workspace, Consumer<PushChanged> listener) {
        return board.subscribe(workspace, listener);
    }

    void tell(Push push) {
        board.tell(push.workspace(), new PushChanged(push.workspace(), push.id()));
    }
}
