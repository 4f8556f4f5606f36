package dev.slipway.build;

import dev.slipway.workspace.WorkspaceId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Tells inside this JVM that builds have changed. Listeners are called on the worker's threads and must return at once;
 * a listener that throws harms nobody else.
 */
@Service
public class BuildNews {

    private static final Logger LOG = LoggerFactory.getLogger(BuildNews.class);

    private final Map<WorkspaceId, Set<Consumer<BuildChanged>>> byWorkspace = new ConcurrentHashMap<>();

    /** All builds of a workspace. */
    public Subscription subscribe(WorkspaceId workspace, Consumer<BuildChanged> listener) {
        Consumer<BuildChanged> own = listener::accept;
        byWorkspace.compute(workspace, (key, listeners) -> {
            Set<Consumer<BuildChanged>> known = listeners == null ? ConcurrentHashMap.newKeySet() : listeners;
            known.add(own);
            return known;
        });
        return () -> byWorkspace.computeIfPresent(workspace, (key, listeners) -> {
            listeners.remove(own);
            return listeners.isEmpty() ? null : listeners;
        });
    }

    /** One build. */
    public Subscription subscribe(WorkspaceId workspace, BuildNumber number, Consumer<BuildChanged> listener) {
        return subscribe(workspace, news -> {
            if (news.number().equals(number)) {
                listener.accept(news);
            }
        });
    }

    void tell(BuildChanged news) {
        byWorkspace.getOrDefault(news.workspace(), Set.of()).forEach(listener -> {
            try {
                listener.accept(news);
            } catch (RuntimeException e) {
                LOG.warn("A listener for builds failed", e);
            }
        });
    }
}
